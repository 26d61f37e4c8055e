import { beforeEach, expect, it } from 'vitest'
import { SIGNAL_PAUSE_MS } from '../../../src/shared/protocol/signaling.ts'
import { FakeClock } from '../../test/support/fake-clock.ts'
import { SignalPause } from './signal-pause.ts'

let clock: FakeClock
let pause: SignalPause

beforeEach(() => {
  clock = new FakeClock()
  pause = new SignalPause(() => clock.now())
})

it('holds back what follows a refused signal, for that member alone, with the same answer', () => {
  pause.note('ana', 'peer-gone')
  expect(pause.of('ana')).toBe('peer-gone')
  expect(pause.of('ben')).toBeNull()
  clock.advance(SIGNAL_PAUSE_MS - 1)
  expect(pause.of('ana')).toBe('peer-gone')
  clock.advance(1)
  expect(pause.of('ana')).toBeNull()
})

it('is not made longer by what it refuses, so that a second try finds it over', () => {
  pause.note('ana', 'rate-limited')
  clock.advance(SIGNAL_PAUSE_MS / 2)
  pause.note('ana', 'rate-limited')
  clock.advance(SIGNAL_PAUSE_MS / 2)
  expect(pause.of('ana')).toBeNull()
})

it('does not wait for what is never sent again', () => {
  pause.note('ana', 'not-allowed')
  expect(pause.of('ana')).toBeNull()
})
