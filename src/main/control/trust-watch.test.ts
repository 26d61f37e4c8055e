import { expect, it } from 'vitest'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import { TrustWatch } from './trust-watch.ts'

it('tells of a change while that matters, and asks nothing when it does not', () => {
  const clock = new ManualClock()
  let isTrusted = false
  let changes = 0
  const watch = new TrustWatch({ clock, isTrusted: () => isTrusted, onChanged: () => (changes += 1) })
  watch.set(true)
  watch.set(true)
  clock.advance(5_000)
  expect(changes).toBe(0)
  isTrusted = true
  clock.advance(1_000)
  expect(changes).toBe(1)
  watch.set(false)
  expect(clock.pending).toBe(0)
  isTrusted = false
  watch.set(true)
  expect(changes).toBe(2)
  watch.set(false)
})
