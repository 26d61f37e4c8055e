import type { Point, Rect } from '#shared/geometry.ts'
import type { FramePoint } from '#shared/protocol/input.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

/** Where a picture lies in its element under `object-fit: contain`: as large as it fits, in the middle. */
export const pictureBox = (element: Rect, picture: Size): Rect | null => {
  if (picture.width <= 0 || picture.height <= 0) return null
  const scale = Math.min(element.width / picture.width, element.height / picture.height)
  const width = picture.width * scale
  const height = picture.height * scale
  return {
    x: element.x + (element.width - width) / 2,
    y: element.y + (element.height - height) / 2,
    width,
    height,
  }
}

const fraction = (value: number): number => Math.min(Math.max(value, 0), 1)

/**
 * The place in the picture under a point of the page, and whether it really lies inside; outside, the nearest one.
 * A pointer's coordinates name the corner of the pixel that it is on (https://www.w3.org/TR/cssom-view-1/#mouseevent),
 * of which there are `pixelRatio` to a unit: its middle is meant.
 */
export const framePointAt = (
  client: Point,
  box: Rect,
  pixelRatio: number,
): { readonly at: FramePoint; readonly isInside: boolean } => {
  const middle = 0.5 / pixelRatio
  const x = (client.x + middle - box.x) / box.width
  const y = (client.y + middle - box.y) / box.height
  return {
    at: { x: fraction(x), y: fraction(y) },
    isInside: x >= 0 && x < 1 && y >= 0 && y < 1,
  }
}
