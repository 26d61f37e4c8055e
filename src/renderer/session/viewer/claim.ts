import type { Clock } from '#shared/clock.ts'
import type { Work } from '#shared/errors.ts'
import { findSolution } from '#shared/protocol/claim-work.ts'
import type { Reply } from '#shared/protocol/signaling.ts'
import type { Result } from '#shared/result.ts'
import type { Signaling } from '../deps.ts'

/** Some 5 ms of hashing: short enough not to be felt between two frames. */
const ATTEMPTS_PER_TURN = 2000
/** With so many times the usual number of attempts, one search in ten million finds nothing. */
const PATIENCE = 16

/** Searches in small turns, so that the page goes on; undefined if there is nothing to be found, or nobody waits. */
const solve = async (
  work: Work,
  room: string,
  clock: Clock,
  isWanted: () => boolean,
): Promise<string | undefined> => {
  const attempts = PATIENCE * 2 ** work.bits
  for (let start = 0; start < attempts && isWanted(); start += ATTEMPTS_PER_TURN) {
    const solution = findSolution(work, room, start, ATTEMPTS_PER_TURN)
    if (solution !== undefined) return solution
    await new Promise<void>((resolve) => void clock.after(0, resolve))
  }
  return undefined
}

/** Claims a room, and does the work that the server asks for while it is flooded with claims. */
export const claimRoom = async (
  signaling: Signaling,
  room: string,
  clock: Clock,
  isWanted: () => boolean,
): Promise<Result<Reply<'code:claim'>>> => {
  const claimed = await signaling.request('code:claim', { room })
  if (claimed.ok || !claimed.error.work) return claimed
  const solution = await solve(claimed.error.work, room, clock, isWanted)
  return solution === undefined ? claimed : signaling.request('code:claim', { room, work: solution })
}
