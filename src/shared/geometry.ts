/**
 * From a place in the picture to a place on the host's screens. The picture is the whole of one display, as it is
 * seen: a display that is turned has turned bounds and a turned picture, so rotation needs no arithmetic of its own.
 */

export interface Point {
  readonly x: number
  readonly y: number
}

/** `x` and `y` may be negative: displays left of or above the primary one. */
export interface Rect extends Point {
  readonly width: number
  readonly height: number
}

/** A display as Electron describes it. */
export interface DisplayGeometry {
  /** In device-independent pixels of the desktop that all displays make together. */
  readonly bounds: Rect
  /** Physical pixels for each device-independent one. */
  readonly scaleFactor: number
}

/**
 * The pixel of `surface` at a fraction of its size: pixel i of n covers [i/n, (i+1)/n), and 1 is still the last one.
 * Always inside, whatever `at` is; a surface without any pixel is a bug of the caller.
 */
export const pixelAt = (at: Point, surface: Rect): Point => ({
  x: surface.x + along(at.x, surface.width),
  y: surface.y + along(at.y, surface.height),
})

const along = (fraction: number, length: number): number => {
  const pixel = Math.floor(fraction * length)
  // NaN fails both comparisons, and becomes the first pixel.
  return pixel > 0 ? Math.min(pixel, length - 1) : 0
}

/** The fractions of `surface` at the middle of a pixel; undoes `pixelAt`. */
export const fractionOf = (pixel: Point, surface: Rect): Point => ({
  x: (pixel.x - surface.x + 0.5) / surface.width,
  y: (pixel.y - surface.y + 0.5) / surface.height,
})

export const contains = (rect: Rect, { x, y }: Point): boolean =>
  x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height

/** What lies in both; null where they do not meet. */
export const intersection = (a: Rect, b: Rect): Rect | null => {
  const x = Math.max(a.x, b.x)
  const y = Math.max(a.y, b.y)
  const width = Math.min(a.x + a.width, b.x + b.width) - x
  const height = Math.min(a.y + a.height, b.y + b.height) - y
  return width > 0 && height > 0 ? { x, y, width, height } : null
}

/**
 * The physical pixels of a display whose first pixel is at `origin`, which the system tells: with several scale factors
 * it does not follow from the bounds.
 */
export const physicalBounds = ({ bounds, scaleFactor }: DisplayGeometry, origin: Point): Rect => ({
  x: origin.x,
  y: origin.y,
  width: Math.round(bounds.width * scaleFactor),
  height: Math.round(bounds.height * scaleFactor),
})

/** A rectangle on a display from device-independent to physical pixels, rounded outwards: it covers at least as much. */
export const toPhysicalRect = (rect: Rect, { bounds, scaleFactor }: DisplayGeometry, origin: Point): Rect => {
  const x = Math.floor((rect.x - bounds.x) * scaleFactor)
  const y = Math.floor((rect.y - bounds.y) * scaleFactor)
  return {
    x: origin.x + x,
    y: origin.y + y,
    width: Math.ceil((rect.x - bounds.x + rect.width) * scaleFactor) - x,
    height: Math.ceil((rect.y - bounds.y + rect.height) * scaleFactor) - y,
  }
}

/** What rounding can make of two displays that touch, in pixels. */
const ROUNDING = 2

/** `rect` without the pixels of `others` that it covers at its right and lower edge because its size was rounded outwards. */
export const withoutOverlap = (rect: Rect, others: readonly Rect[]): Rect =>
  others.reduce((left, other) => {
    const shared = intersection(left, other)
    if (!shared) return left
    if (shared.width <= ROUNDING && shared.x > left.x) return { ...left, width: shared.x - left.x }
    if (shared.height <= ROUNDING && shared.y > left.y) return { ...left, height: shared.y - left.y }
    return left
  }, rect)

/** The furthest that two points are apart along either axis. */
export const distance = (a: Point, b: Point): number => Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y))
