import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MIN_SIZE, placeWindow } from './window-place.ts'

const display = (x: number, y: number, width = 1920, height = 1040) => ({ workArea: { x, y, width, height } })
const place = (x: number, y: number, width = 900, height = 700) => ({ x, y, width, height, maximized: false })

describe('the place of the window', () => {
  it('is where it was', () => {
    expect(placeWindow(place(100, 50), [display(0, 0)])).toEqual({ x: 100, y: 50, width: 900, height: 700 })
    expect(placeWindow(place(-1500, 80), [display(0, 0), display(-1920, 0)])).toMatchObject({
      x: -1500,
      y: 80,
    })
  })

  it("is the system's choice at first", () => {
    expect(placeWindow(null, [display(0, 0)])).toEqual({ width: 1040, height: 760 })
  })

  it.each([
    ['on a screen that was unplugged', place(-1500, 80)],
    ['below the screen', place(0, 1035)],
    ['with its title bar above the screen', place(0, -50)],
    ['but for a sliver at the side', place(1850, 100)],
  ])('is forgotten when it was %s, and its size is not', (_, last) => {
    expect(placeWindow(last, [display(0, 0)])).toEqual({ width: 900, height: 700 })
  })

  it('is no larger than its screen', () => {
    expect(placeWindow(place(0, 0, 3000, 2000), [display(0, 0, 1280, 700)])).toEqual({
      x: 0,
      y: 0,
      width: 1280,
      height: 700,
    })
  })

  it('is within reach, whatever was stored', () => {
    const coordinate = fc.integer({ min: -10_000, max: 10_000 })
    const length = fc.integer({ min: 1, max: 10_000 })
    fc.assert(
      fc.property(coordinate, coordinate, length, length, (x, y, width, height) => {
        const found = placeWindow(place(x, y, width, height), [display(0, 0)])
        expect(found.width).toBeGreaterThanOrEqual(MIN_SIZE.width)
        expect(found.width).toBeLessThanOrEqual(1920)
        expect(found.height).toBeLessThanOrEqual(1040)
        if (found.y !== undefined) {
          expect(found.y).toBeGreaterThanOrEqual(0)
          expect(found.y).toBeLessThan(1040)
        }
      }),
    )
  })
})
