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

it('seeks at once, and again with growing pauses', () => {
  search.start()
  clock.advance(40_000)
  expect(sought).toEqual([0, 5_000, 10_000, 20_000, 30_000, 40_000])
})

it('has nothing to wait for once there is a path', () => {
  search.start()
  search.stop()
  expect(clock.pending).toBe(0)
  clock.advance(60_000)
  expect(sought).toEqual([0])
})

it('starts over with the next loss', () => {
  search.start()
  clock.advance(25_000)
  search.start()
  clock.advance(5_000)
  expect(sought).toEqual([0, 5_000, 10_000, 20_000, 25_000, 30_000])
  expect(clock.pending).toBe(1)
})
