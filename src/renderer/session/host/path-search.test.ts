import { beforeEach, expect, it } from 'vitest'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import { PathSearch } from './path-search.ts'

let clock: ManualClock
/** When paths were sought, in milliseconds from the beginning. */
let sought: number[]
let search: PathSearch

beforeEach(() => {
  clock = new ManualClock()
  sought = []
  const beganMs = clock.now()
  search = new PathSearch(clock, () => sought.push(clock.now() - beganMs))
})

it('seeks at once and again, in time with more patience', () => {
  search.start()
  clock.advance(16_000)
  expect(sought).toEqual([0, 2_000, 6_000, 10_000, 14_000])
  clock.advance(126_000)
  expect(sought.slice(-3)).toEqual([122_000, 132_000, 142_000])
})

it('has nothing to wait for once there is a path', () => {
  search.start()
  search.stop()
  expect(clock.pending).toBe(0)
  clock.advance(60_000)
  expect(sought).toEqual([0])
})

it('goes on as it was when it hears once more that there is none', () => {
  search.start()
  clock.advance(1_000)
  search.start()
  clock.advance(3_000)
  expect(sought).toEqual([0, 2_000])
  expect(clock.pending).toBe(1)
})

it('starts over with the next loss', () => {
  search.start()
  clock.advance(1_000)
  search.stop()
  search.start()
  clock.advance(4_000)
  expect(sought).toEqual([0, 1_000, 3_000])
})
