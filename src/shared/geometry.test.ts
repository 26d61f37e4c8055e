import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  contains,
  distance,
  fractionOf,
  intersection,
  physicalBounds,
  pixelAt,
  toPhysicalRect,
  withoutOverlap,
} from './geometry.ts'

const coordinate = fc.integer({ min: -20_000, max: 20_000 })
const length = fc.integer({ min: 1, max: 16_384 })
const rect = fc.record({ x: coordinate, y: coordinate, width: length, height: length })
const pixelOf = fc.tuple(rect, fc.nat(), fc.nat()).map(([surface, i, j]) => ({
  surface,
  pixel: { x: surface.x + (i % surface.width), y: surface.y + (j % surface.height) },
}))

describe('a place in the picture', () => {
  it('is on the surface, whatever the numbers are', () => {
    fc.assert(
      fc.property(fc.double(), fc.double(), rect, (x, y, surface) => {
        const pixel = pixelAt({ x, y }, surface)
        expect(contains(surface, pixel)).toBe(true)
        expect(Number.isInteger(pixel.x) && Number.isInteger(pixel.y)).toBe(true)
      }),
    )
  })

  it('is the pixel whose middle it is', () => {
    fc.assert(
      fc.property(pixelOf, ({ surface, pixel }) => {
        expect(pixelAt(fractionOf(pixel, surface), surface)).toEqual(pixel)
      }),
    )
  })

  it.each([
    [
      { x: 0, y: 0 },
      { x: -1920, y: -300 },
    ],
    [
      { x: 1, y: 1 },
      { x: -841, y: 1619 },
    ],
    [
      { x: 0.5, y: 0.5 },
      { x: -1380, y: 660 },
    ],
    [
      { x: Number.NaN, y: -1 },
      { x: -1920, y: -300 },
    ],
  ])('%j lands at %j of a turned display left of the primary one', (at, pixel) => {
    expect(pixelAt(at, { x: -1920, y: -300, width: 1080, height: 1920 })).toEqual(pixel)
  })
})

describe('physical pixels', () => {
  const display = { bounds: { x: 1280, y: 0, width: 1707, height: 960 }, scaleFactor: 1.5 }

  it('follow from size and scale, and from where the system says that they begin', () => {
    expect(physicalBounds(display, { x: 1920, y: 0 })).toEqual({ x: 1920, y: 0, width: 2561, height: 1440 })
  })

  it('of a window cover all of it', () => {
    expect(toPhysicalRect({ x: 1281, y: 1, width: 101, height: 33 }, display, { x: 1920, y: 0 })).toEqual({
      x: 1921,
      y: 1,
      width: 152,
      height: 50,
    })
  })
})

describe('rectangles', () => {
  it('meet where a point is in both', () => {
    fc.assert(
      fc.property(rect, pixelOf, (a, { surface: b, pixel }) => {
        const both = intersection(a, b)
        expect(both !== null && contains(both, pixel)).toBe(contains(a, pixel) && contains(b, pixel))
      }),
    )
  })

  it('that touch do not overlap, however their sizes were rounded', () => {
    // 2560 and 1080 pixels at 175 % are 1463 and 618 device-independent ones, and those 2561 and 1082 pixels.
    const left = { x: 0, y: 0, width: 2561, height: 1082 }
    const right = { x: 2560, y: 0, width: 1920, height: 1080 }
    const below = { x: 0, y: 1080, width: 2560, height: 1080 }
    expect(withoutOverlap(left, [right, below])).toEqual({ x: 0, y: 0, width: 2560, height: 1080 })
    expect(withoutOverlap(right, [left, below])).toEqual(right)
  })

  it('that show the same, or lie over each other on purpose, stay as they are', () => {
    const screen = { x: 0, y: 0, width: 1920, height: 1080 }
    const others = [screen, { ...screen, width: 1280 }, { x: 1600, y: 200, width: 1280, height: 800 }]
    expect(withoutOverlap(screen, others)).toEqual(screen)
  })

  it('that touch do not meet', () => {
    expect(
      intersection({ x: 0, y: 0, width: 10, height: 10 }, { x: 10, y: 0, width: 5, height: 5 }),
    ).toBeNull()
  })

  it('have points whose distance is that of the further axis', () => {
    expect(distance({ x: 3, y: -4 }, { x: 1, y: 5 })).toBe(9)
  })
})
