import type { Rectangle } from './chromium.ts'
import { SCREEN } from './display.ts'

/**
 * A moving picture that tells when it was painted: a row of black and white cells that spell `Date.now()` in binary,
 * under it the same row inverted, so that no still, black or torn picture is ever taken for one, and a bar of colour
 * that moves along with the time.
 */
export interface PatternLayout {
  /** The pattern's rectangle on the screen, in pixels. */
  readonly area: Rectangle
  readonly screen: { readonly width: number; readonly height: number }
  /** Binary digits of the time stamp: enough until the year 2109. */
  readonly bits: number
  /** Width of a cell and height of each of the three rows, in pixels: large, to survive any scaling. */
  readonly cellWidth: number
  readonly rowHeight: number
  readonly barWidth: number
  /** The bar moves a pixel in this time. */
  readonly msPerPixel: number
}

const BITS = 42
const CELL_WIDTH = 44
const ROW_HEIGHT = 32

/** The window that shows it, and the pattern at the bottom of that window, however tall the browser's own bars are. */
export const patternWindow: Rectangle = { x: 0, y: 0, width: SCREEN.width, height: 200 }
const height = 3 * ROW_HEIGHT

export const patternLayout: PatternLayout = {
  area: { x: 0, y: patternWindow.height - height, width: BITS * CELL_WIDTH, height },
  screen: SCREEN,
  bits: BITS,
  cellWidth: CELL_WIDTH,
  rowHeight: ROW_HEIGHT,
  barWidth: 88,
  msPerPixel: 2,
}
