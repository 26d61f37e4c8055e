import type { Locator } from '@playwright/test'
import { patternLayout, type PatternLayout } from './pattern-layout.ts'

/** What a video showed at one moment. */
export interface PatternReading {
  /** When the picture was painted, milliseconds since the epoch. */
  readonly stampMs: number
  /** How old the picture was when it was read, in milliseconds: both are on this machine's clock. */
  readonly lagMs: number
  /** Frames the video had decoded by then. */
  readonly frames: number
}

/** Runs in a viewer's page: reads the pattern out of the pixels of a video that shows the whole screen. */
export const read = (video: HTMLVideoElement, layout: PatternLayout): PatternReading | null => {
  const { area, screen, bits, cellWidth, rowHeight, barWidth, msPerPixel } = layout
  const canvas = document.createElement('canvas')
  canvas.width = area.width
  canvas.height = area.height
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false })
  if (context === null) throw new Error('no canvas to read from')
  const scale = { x: video.videoWidth / screen.width, y: video.videoHeight / screen.height }
  const frames = video.getVideoPlaybackQuality().totalVideoFrames
  context.drawImage(
    video,
    area.x * scale.x,
    area.y * scale.y,
    area.width * scale.x,
    area.height * scale.y,
    0,
    0,
    area.width,
    area.height,
  )
  const nowMs = Date.now()
  const { data } = context.getImageData(0, 0, area.width, area.height)
  /** Red, green and blue in the middle of a row. */
  const colour = (x: number, row: number): readonly [number, number, number] => {
    const offset = 4 * ((row * rowHeight + rowHeight / 2) * area.width + x)
    return [data[offset] ?? 0, data[offset + 1] ?? 0, data[offset + 2] ?? 0]
  }
  const isWhite = (bit: number, row: number): boolean => {
    const [red, green, blue] = colour(bit * cellWidth + cellWidth / 2, row)
    return red + green + blue > 3 * 128
  }

  let stampMs = 0
  for (let bit = 0; bit < bits; bit += 1) {
    if (isWhite(bit, 0) === isWhite(bit, 1)) return null
    if (isWhite(bit, 0)) stampMs += 2 ** bit
  }
  const barX = Math.floor(stampMs / msPerPixel) % (area.width - barWidth)
  const [red, , blue] = colour(barX + barWidth / 2, 2)
  const isBarInPlace = red > blue + 64
  return isBarInPlace ? { stampMs, lagMs: nowMs - stampMs, frames } : null
}

/** Reads the pattern from a video; null if that does not show it, whole and in order. */
export const readPattern = (video: Locator): Promise<PatternReading | null> =>
  video.evaluate(read, patternLayout)
