import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawRoom, roomDigits } from './room-numbers.ts'

describe('room numbers', () => {
  it.each([
    [0, 5],
    [999, 5],
    [1000, 6],
    [9_999, 6],
    [10_000, 7],
    [100_000, 8],
    [1_000_000, 9],
    [1_000_000_000, 9],
  ])('with %i live codes have %i digits', (live, digits) => {
    expect(roomDigits(live)).toBe(digits)
    expect(drawRoom(live, randomBytes)).toMatch(new RegExp(`^\\d{${digits}}$`))
  })

  it('never fill more than 1 % of their space, up to the longest', () => {
    fc.assert(
      fc.property(fc.nat(9_999_999), (live) => {
        expect((live + 1) / 10 ** roomDigits(live)).toBeLessThanOrEqual(0.01)
      }),
    )
  })
})
