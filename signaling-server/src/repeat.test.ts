import { expect, it } from 'vitest'
import { FakeClock } from '../test/support/fake-clock.ts'
import { repeat } from './repeat.ts'

it('runs a task once per period until it is stopped', () => {
  const clock = new FakeClock()
  let runs = 0
  const stop = repeat(clock, 1000, () => runs++)
  clock.advance(999)
  expect(runs).toBe(0)
  clock.advance(2501)
  expect(runs).toBe(3)
  stop()
  clock.advance(10_000)
  expect(runs).toBe(3)
  expect(clock.pending).toBe(0)
})

it('goes on after a task that throws', () => {
  const clock = new FakeClock()
  const stop = repeat(clock, 1000, () => {
    throw new Error('broken task')
  })
  expect(() => clock.advance(1000)).toThrow('broken task')
  expect(clock.pending).toBe(1)
  stop()
})
