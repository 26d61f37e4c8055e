import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeMotion, isNewer, MAX_SEQUENCE, nextSequence, parseMotion } from './motion.ts'
import { fractionOf, pixelAt } from '../geometry.ts'

const sequence = fc.integer({ min: 0, max: MAX_SEQUENCE })

describe('a move', () => {
  it('comes back from its bytes, on the same pixel of any screen up to 8K', () => {
    fc.assert(
      fc.property(
        sequence,
        fc.integer({ min: 1, max: 7680 }),
        fc.integer({ min: 1, max: 4320 }),
        fc.nat(),
        fc.nat(),
        (number, width, height, i, j) => {
          const surface = { x: 0, y: 0, width, height }
          const pixel = { x: i % width, y: j % height }
          const parsed = parseMotion(encodeMotion({ at: fractionOf(pixel, surface), sequence: number }))
          expect(parsed.ok && parsed.value.sequence).toBe(number)
          expect(parsed.ok && pixelAt(parsed.value.at, surface)).toEqual(pixel)
        },
      ),
    )
  })

  it('has this layout', () => {
    const bytes = encodeMotion({ at: { x: 1, y: 0.5 }, sequence: 0x0102_0304 })
    expect([...bytes]).toEqual([1, 1, 2, 3, 4, 0xff, 0xff, 0x80, 0x00])
  })

  it('outside the frame becomes its edge', () => {
    const parsed = parseMotion(encodeMotion({ at: { x: -3, y: 7 }, sequence: 0 }))
    expect(parsed).toEqual({ ok: true, value: { at: { x: 0, y: 1 }, sequence: 0 } })
  })

  it('is read from an ArrayBuffer, and from the middle of a larger one', () => {
    const bytes = encodeMotion({ at: { x: 0, y: 1 }, sequence: 7 })
    const expected = { ok: true, value: { at: { x: 0, y: 1 }, sequence: 7 } }
    expect(parseMotion(bytes.buffer)).toEqual(expected)
    expect(parseMotion(new Uint8Array([9, ...bytes, 9]).subarray(1, 10))).toEqual(expected)
  })
})

describe('parseMotion', () => {
  it('answers any bytes with a place inside the frame, or none', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 32 }), fc.uint8Array({ minLength: 9, maxLength: 9 })),
        (it) => {
          const parsed = parseMotion(it)
          if (!parsed.ok) return
          for (const fraction of Object.values(parsed.value.at)) {
            expect(fraction).toBeGreaterThanOrEqual(0)
            expect(fraction).toBeLessThanOrEqual(1)
          }
        },
      ),
    )
  })

  it.each([
    ['nothing', new Uint8Array(), 'bad-request'],
    ['text', '\u0001\u0000\u0000\u0000\u0001aaaa', 'bad-request'],
    ['a byte too few', new Uint8Array([1, 0, 0, 0, 0, 0, 0, 0]), 'bad-request'],
    ['a byte too many', new Uint8Array([1, 0, 0, 0, 0, 0, 0, 0, 0, 0]), 'bad-request'],
    ['another version', new Uint8Array([2, 0, 0, 0, 0, 0, 0, 0, 0]), 'version-mismatch'],
  ])('refuses %s', (_, data, code) => {
    expect(parseMotion(data)).toEqual({ ok: false, error: { code } })
  })
})

describe('the count', () => {
  it('goes on after the highest number', () => {
    expect(nextSequence(41)).toBe(42)
    expect(nextSequence(MAX_SEQUENCE)).toBe(0)
  })

  it('puts each number after those up to half the count before it, and never two after each other', () => {
    fc.assert(
      fc.property(sequence, fc.integer({ min: 1, max: 0x7fff_ffff }), (start, steps) => {
        const later = (start + steps) >>> 0
        expect(isNewer(later, start)).toBe(true)
        expect(isNewer(start, later)).toBe(false)
        expect(isNewer(start, start)).toBe(false)
      }),
    )
  })
})
