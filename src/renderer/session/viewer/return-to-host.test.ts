import { beforeEach, expect, it } from 'vitest'
import { failure, type Failure } from '#shared/errors.ts'
import { err } from '#shared/result.ts'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import { ReturnToHost } from './return-to-host.ts'
import { settle } from '../testing/world.ts'

let clock: ManualClock
/** When a place was claimed, in seconds from the beginning. */
let claimed: number[]
let refusal: Failure
let back: ReturnToHost

beforeEach(() => {
  clock = new ManualClock()
  claimed = []
  refusal = failure('not-allowed')
  const beganMs = clock.now()
  back = new ReturnToHost({
    signaling: {
      request: () => {
        claimed.push((clock.now() - beganMs) / 1000)
        return Promise.resolve(err(refusal))
      },
    },
    clock,
    onReturned: () => undefined,
  })
})

const pass = async (seconds: number): Promise<void> => {
  for (let second = 0; second < seconds; second++) {
    await settle()
    clock.advance(1_000)
  }
}

it('tries again with growing pauses, up to a limit', async () => {
  back.start('p')
  await pass(64)
  expect(claimed).toEqual([0, 1, 3, 7, 15, 31, 47, 63])
})

it('starts over with the short pause, and leaves nothing behind', async () => {
  back.start('p')
  await pass(10)
  back.start('p')
  await pass(1)
  back.stop()
  expect(clock.pending).toBe(0)
  await pass(30)
  expect(claimed).toEqual([0, 1, 3, 7, 10, 11])
})

it('waits as long as the server says', async () => {
  refusal = failure('rate-limited', { retryAfterMs: 20_000 })
  back.start('p')
  await pass(21)
  expect(claimed).toEqual([0, 20])
})
