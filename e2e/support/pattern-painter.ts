import type { Page } from '@playwright/test'
import { patternLayout, type PatternLayout } from './pattern-layout.ts'

/** Runs in the pattern's page: paints it anew in each frame. */
const paint = ({ area, bits, cellWidth, rowHeight, barWidth, msPerPixel }: PatternLayout): void => {
  const canvas = document.createElement('canvas')
  canvas.width = area.width
  canvas.height = area.height
  canvas.style.cssText = 'position: fixed; left: 0; bottom: 0'
  document.body.append(canvas)
  const context = canvas.getContext('2d', { alpha: false })
  if (context === null) throw new Error('no canvas to paint on')

  const frame = (): void => {
    const stampMs = Date.now()
    for (let bit = 0; bit < bits; bit += 1) {
      const isSet = Math.floor(stampMs / 2 ** bit) % 2 === 1
      context.fillStyle = isSet ? 'white' : 'black'
      context.fillRect(bit * cellWidth, 0, cellWidth, rowHeight)
      context.fillStyle = isSet ? 'black' : 'white'
      context.fillRect(bit * cellWidth, rowHeight, cellWidth, rowHeight)
    }
    context.fillStyle = 'navy'
    context.fillRect(0, 2 * rowHeight, area.width, rowHeight)
    context.fillStyle = 'orange'
    const barX = Math.floor(stampMs / msPerPixel) % (area.width - barWidth)
    context.fillRect(barX, 2 * rowHeight, barWidth, rowHeight)
    requestAnimationFrame(frame)
  }
  frame()
}

/** Turns a page whose window lies at `patternWindow` into the pattern. */
export const showPattern = async (page: Page): Promise<void> => {
  await page.setContent('<!doctype html><title>Pattern</title><body style="background: gray"></body>')
  await page.evaluate(paint, patternLayout)
}
