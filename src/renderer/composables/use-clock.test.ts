import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, ref, type EffectScope } from 'vue'
import { useCountdown, useElapsed } from './use-clock.ts'

describe('clocks', () => {
  let scope: EffectScope

  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000_000 })
    scope = effectScope()
  })

  afterEach(() => {
    scope.stop()
    vi.useRealTimers()
  })

  it('counts up from a moment', () => {
    const elapsedMs = scope.run(() => useElapsed(990_000))
    expect(elapsedMs?.value).toBe(10_000)
    vi.advanceTimersByTime(2_000)
    expect(elapsedMs?.value).toBe(12_000)
  })

  it('takes a moment ahead, as of a clock that was set back, for now', () => {
    expect(scope.run(() => useElapsed(1_500_000))?.value).toBe(0)
  })

  it('counts down to nothing, and no further', () => {
    const countdown = scope.run(() => useCountdown(1_003_000))
    vi.advanceTimersByTime(2_000)
    expect(countdown?.remainingMs.value).toBe(1_000)
    vi.advanceTimersByTime(60_000)
    expect(countdown?.remainingMs.value).toBe(0)
  })

  it('knows its last minute, and starts over with a new moment', () => {
    const until = ref(1_062_000)
    const countdown = scope.run(() => useCountdown(until))
    expect(countdown?.isLastMinute.value).toBe(false)
    vi.advanceTimersByTime(2_000)
    expect(countdown?.isLastMinute.value).toBe(true)
    until.value = 1_600_000
    expect(countdown?.isLastMinute.value).toBe(false)
  })

  it('stops ticking with the view that showed it', () => {
    scope.run(() => useCountdown(2_000_000))
    scope.stop()
    expect(vi.getTimerCount()).toBe(0)
  })
})
