import { describe, expect, it } from 'vitest'
import { formatClock, formatWait } from './duration.ts'

describe('formatClock', () => {
  it.each([
    [-5_000, '0:00'],
    [999, '0:00'],
    [59_999, '0:59'],
    [60_000, '1:00'],
    [599_000, '9:59'],
    [3_599_000, '59:59'],
    [3_600_000, '1:00:00'],
    [36_061_000, '10:01:01'],
  ])('shows %i ms as %s', (durationMs, shown) => {
    expect(formatClock(durationMs, 'en')).toBe(shown)
  })
})

describe('formatWait', () => {
  it.each([
    [0, '1 second'],
    [1_001, '2 seconds'],
    [59_000, '59 seconds'],
    [60_000, '1 minute'],
    [60_001, '2 minutes'],
    [3_600_000, '1 hour'],
  ])('rounds %i ms up to %s', (durationMs, shown) => {
    expect(formatWait(durationMs, 'en')).toBe(shown)
  })

  it('speaks the language it is asked for', () => {
    expect(formatWait(30_000, 'ko')).toBe('30초')
  })
})
