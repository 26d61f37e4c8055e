import { iceReplySchema } from '#shared/protocol/signaling.ts'
import { parse } from '#shared/protocol/parse.ts'
import type { Membership } from './signaling-client.ts'

/**
 * The STUN and TURN servers that the signaling server offers to a member of a session.
 * An empty list when it cannot be had: two sides on one network connect without any.
 */
export const fetchIceServers = async (
  serverUrl: string,
  { memberId, ticket }: Membership,
): Promise<RTCIceServer[]> => {
  try {
    const response = await fetch(`${serverUrl}/api/ice`, {
      headers: { authorization: `Bearer ${memberId}.${ticket}` },
      signal: AbortSignal.timeout(5_000),
    })
    if (!response.ok) return []
    const reply = parse(iceReplySchema, await response.json())
    return reply.ok ? reply.value.iceServers : []
  } catch {
    return []
  }
}
