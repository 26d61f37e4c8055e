import { chromium } from '@playwright/test'
import { programPath } from '../../e2e/support/programs.ts'
import type { PngImage } from './containers.ts'

/** Turns SVG documents into pictures with an alpha channel, by Chromium. */
export interface IconRenderer {
  /** @param size width and height of the picture, in pixels */
  render(svg: string, size: number): Promise<PngImage>
  close(): Promise<void>
}

export const launchIconRenderer = async (): Promise<IconRenderer> => {
  const browser = await chromium.launch({
    executablePath: programPath('chromium'),
    chromiumSandbox: process.getuid?.() !== 0,
  })
  const page = await browser.newPage()
  return {
    async render(svg, size) {
      await page.setViewportSize({ width: size, height: size })
      await page.setContent(
        `<style>body { margin: 0 } body > svg { display: block; width: 100vw }</style>${svg}`,
      )
      return { size, png: await page.screenshot({ omitBackground: true }) }
    },
    close: () => browser.close(),
  }
}
