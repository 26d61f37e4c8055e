import { failure } from '#shared/errors.ts'
import { iceReplySchema, parseRefusal, type IceReply } from '#shared/protocol/signaling.ts'
import { parse } from '#shared/protocol/parse.ts'
import { err, type Result } from '#shared/result.ts'
import type { Membership } from './signaling-client.ts'

/** The STUN and TURN servers for a connection. */
export interface IceServers {
  readonly servers: readonly RTCIceServer[]
  /** False where the signaling server could not be asked for its own: there may be more than these. */
  readonly isWhole: boolean
}

/** What there was to be had when they were asked for. */
export interface IceOffer extends IceServers {
  /** For how long the credentials of the signaling server's own open relays, in milliseconds from its answer on. */
  readonly lifeMs: number
}

/** Of who has not asked yet, or in vain. */
export const noIceServers: IceOffer = { servers: [], isWhole: false, lifeMs: 0 }

/**
 * The STUN and TURN servers that the signaling server offers to a member of a session: none is an answer, too. Fails
 * with `server-unreachable`, or with what the server refuses it for (`not-allowed`, `rate-limited`).
 */
export const fetchIceServers = async (
  serverUrl: string,
  { memberId, ticket }: Membership,
): Promise<Result<IceReply>> => {
  try {
    const response = await fetch(`${serverUrl}/api/ice`, {
      headers: { authorization: `Bearer ${memberId}.${ticket}` },
      signal: AbortSignal.timeout(5_000),
    })
    const body: unknown = await response.json()
    if (!response.ok) {
      const refusal = parseRefusal(body)
      return err(refusal.ok ? refusal.value : failure('server-unreachable'))
    }
    return parse(iceReplySchema, body)
  } catch (cause) {
    return err(failure('server-unreachable', { cause }))
  }
}

/** These besides what was offered, and before it. */
export const withServers = (own: readonly RTCIceServer[], { servers, isWhole }: IceServers): IceServers => ({
  servers: [...own, ...servers],
  isWhole,
})

/** What takes the place of the servers that a connection has: none where there may be more, so that it keeps its own. */
export const renewedServers = ({ servers, isWhole }: IceServers): readonly RTCIceServer[] =>
  isWhole ? servers : []
