import { failure } from '../../../src/shared/errors.ts'
import { err } from '../../../src/shared/result.ts'
import { asNewcomer } from './handler.ts'

/** The three requests that make a connection that of a member. */

export const createSession = asNewcomer<'session:create'>(
  async ({ rooms, limits, metrics, isDraining }, caller) => {
    if (isDraining()) return err(failure('server-draining'))
    const allowed = await limits.creates.take(caller.address)
    if (!allowed.ok) {
      metrics.rateLimited.inc({ limit: 'creates' })
      return allowed
    }
    const created = await rooms.create(caller.connection)
    if (created.ok) caller.memberId = created.value.memberId
    return created
  },
)

export const resumeSession = asNewcomer<'session:resume'>(async ({ rooms }, caller, payload) => {
  const resumed = await rooms.resume(caller.connection, payload)
  if (resumed.ok) caller.memberId = payload.memberId
  return resumed
})

export const claimCode = asNewcomer<'code:claim'>(async ({ rooms, limits, metrics }, caller, { room }) => {
  const allowed = await limits.failedClaims.take(caller.address)
  if (!allowed.ok) {
    metrics.rateLimited.inc({ limit: 'failed-claims' })
    metrics.claims.inc({ outcome: 'rate-limited' })
    return allowed
  }
  const claimed = await rooms.claim(caller.connection, room)
  metrics.claims.inc({ outcome: claimed.ok ? 'claimed' : claimed.error.code })
  if (claimed.ok) {
    caller.memberId = claimed.value.memberId
    await limits.failedClaims.giveBack(caller.address)
  }
  return claimed
})
