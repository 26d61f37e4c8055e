import type { Display, Rectangle } from 'electron'
import type { WindowPlace } from './settings/stored.ts'

/** Device-independent pixels. */
const DEFAULT_SIZE = { width: 1040, height: 760 }
export const MIN_SIZE = { width: 400, height: 480 }

/** How much of a window's top edge must be on a screen, so that a person can get hold of it. */
const GRIP = { width: 120, height: 24 }

const overlap = (startA: number, lengthA: number, startB: number, lengthB: number): number =>
  Math.min(startA + lengthA, startB + lengthB) - Math.max(startA, startB)

const isWithinReach = (place: Rectangle, area: Rectangle): boolean =>
  overlap(place.x, place.width, area.x, area.width) >= GRIP.width &&
  place.y >= area.y &&
  place.y + GRIP.height <= area.y + area.height

const clamp = (value: number, min: number, max: number): number => Math.max(min, Math.min(value, max))

/**
 * Where to open the window: where it was, unless that place is on no screen any more; a size always, a position only
 * where the last one still makes sense.
 */
export const placeWindow = (
  last: WindowPlace | null,
  displays: readonly Pick<Display, 'workArea'>[],
): Partial<Rectangle> & { readonly width: number; readonly height: number } => {
  if (!last) return DEFAULT_SIZE
  const home = displays.find(({ workArea }) => isWithinReach(last, workArea))?.workArea
  const room = home ?? displays[0]?.workArea ?? { x: 0, y: 0, ...DEFAULT_SIZE }
  const size = {
    width: clamp(last.width, MIN_SIZE.width, Math.max(MIN_SIZE.width, room.width)),
    height: clamp(last.height, MIN_SIZE.height, Math.max(MIN_SIZE.height, room.height)),
  }
  return home ? { x: last.x, y: last.y, ...size } : size
}
