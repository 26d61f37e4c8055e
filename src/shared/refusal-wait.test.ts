import { expect, it } from 'vitest'
import { RefusalWait } from './refusal-wait.ts'
import { ManualClock } from './testing/manual-clock.ts'

it('is longer with each refusal in a row, up to five minutes, and starts anew after a yes', () => {
  const clock = new ManualClock()
  const wait = new RefusalWait(clock)
  expect(wait.isOver).toBe(true)
  const waits = [10, 20, 40, 80, 160, 300, 300]
  for (const seconds of waits) {
    wait.note()
    clock.advance(seconds * 1_000 - 1)
    expect(wait.isOver).toBe(false)
    clock.advance(1)
    expect(wait.isOver).toBe(true)
  }
  wait.note()
  wait.forget()
  expect(wait.isOver).toBe(true)
  wait.note()
  clock.advance(10_000)
  expect(wait.isOver).toBe(true)
})
