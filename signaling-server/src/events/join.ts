import { failure } from '../../../src/shared/errors.ts'
import type { RequestPayload } from '../../../src/shared/protocol/signaling.ts'
import { err, ok } from '../../../src/shared/result.ts'
import { asNewcomer, type HandlerContext } from './handler.ts'

/** The requests that make a connection that of a member. */

export const createSession = asNewcomer<'session:create'>(
  async ({ rooms, limits, metrics, hosts, isDraining }, caller, payload) => {
    if (isDraining()) return err(failure('server-draining'))
    const allowed = await limits.creates.take(caller.address)
    if (!allowed.ok) {
      metrics.rateLimited.inc({ limit: 'creates' })
      return allowed
    }
    const created = await rooms.create(caller.connection, Buffer.from(payload.fingerprint, 'base64url'))
    if (created.ok) {
      caller.memberId = created.value.memberId
      hosts.introduce(created.value.memberId, caller.address)
    }
    return created
  },
)

/** Whether somebody comes back who has claimed and proved nothing yet: not to be told by the ids alone. */
const isOwnClaim = async (
  { rooms, decoys, claims }: HandlerContext,
  { memberId, ticket }: RequestPayload<'session:resume'>,
): Promise<boolean> => {
  const member = await rooms.memberWithTicket(memberId, ticket)
  return claims.isAwaited(memberId) && (member !== undefined || decoys.hasTicket(memberId, ticket))
}

export const resumeSession = asNewcomer<'session:resume'>(async (context, caller, payload) => {
  const { rooms, decoys, beats } = context
  const isUnproved = await isOwnClaim(context, payload)
  if (isUnproved) beats.open(caller.connection)
  const resumed = await rooms.resume(caller.connection, payload)
  const answer = resumed.ok ? resumed : decoys.resume(caller.connection, payload)
  if (answer.ok) {
    caller.memberId = payload.memberId
    caller.hostId = answer.value.role === 'viewer' ? (answer.value.members[0] ?? null) : null
    if (isUnproved) beats.assign(caller.connection, payload.memberId)
  }
  return answer
})

/** To whom the room belongs, or that it belongs to nobody, only a proof will tell. */
export const claimCode = asNewcomer<'code:claim'>(
  async ({ rooms, decoys, claims, beats, metrics }, caller, { room, work }) => {
    const allowed = await claims.enter(caller, room, work)
    if (!allowed.ok) {
      metrics.claims.inc({ outcome: 'rate-limited' })
      return allowed
    }
    beats.open(caller.connection)
    const claimed = await rooms.claim(caller.connection, room)
    metrics.claims.inc({ outcome: claimed.ok ? 'claimed' : claimed.error.code })
    const membership = claimed.ok ? claimed.value : decoys.claim(caller.connection, room)
    caller.memberId = membership.memberId
    caller.hostId = membership.hostId
    claims.await(membership.memberId, caller)
    beats.assign(caller.connection, membership.memberId)
    return ok(membership)
  },
)

/** Not a guess, and so no part of the limits on claims: a place has 128 bits. */
export const claimPlace = asNewcomer<'place:claim'>(async ({ rooms }, caller, { place }) => {
  const claimed = await rooms.claimPlace(caller.connection, place)
  if (claimed.ok) caller.memberId = claimed.value.memberId
  return claimed
})
