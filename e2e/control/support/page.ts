import { chromium, type Page } from '@playwright/test'
import type { Display } from '../../support/display.ts'
import { programPath } from '../../support/programs.ts'

/** What a real program has got: what was typed, where it was clicked, how far it was scrolled. */
export interface Witness {
  readonly page: Page
  typed(): Promise<string>
  clear(): Promise<void>
  /** Places of clicks on the screen, since this was cleared last. */
  clicks(): Promise<readonly { readonly x: number; readonly y: number; readonly button: number }[]>
  /** Directions of each turn of the wheel. */
  wheels(): Promise<readonly { readonly x: number; readonly y: number }[]>
  close(): Promise<void>
}

const content = `<!doctype html><meta charset="utf-8">
<style>html, body { margin: 0; height: 100% } textarea { width: 100%; height: 100%; box-sizing: border-box }</style>
<textarea autofocus></textarea>
<script>
  window.clicks = []
  window.wheels = []
  addEventListener('mousedown', ({ screenX: x, screenY: y, button }) => clicks.push({ x, y, button }))
  addEventListener('wheel', ({ deltaX, deltaY }) => wheels.push({ x: Math.sign(deltaX) + 0, y: Math.sign(deltaY) + 0 }))
  addEventListener('contextmenu', (event) => event.preventDefault())
  addEventListener('keydown', (event) => {
    if (event.key !== 'Tab') return
    event.preventDefault()
    document.execCommand('insertText', false, '\\t')
  })
</script>`

/** A browser on the whole of the display. */
export const openWitness = async (
  display: Display,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<Witness> => {
  const context = await chromium.launchPersistentContext('', {
    executablePath: programPath('chromium'),
    headless: false,
    viewport: null,
    chromiumSandbox: process.getuid?.() !== 0,
    env: { ...process.env, DISPLAY: display.name },
    args: [
      '--kiosk',
      '--test-type',
      '--window-position=0,0',
      `--window-size=${String(width)},${String(height)}`,
    ],
  })
  const [page = await context.newPage()] = context.pages()
  await page.setContent(content)
  const list = <T>(name: 'clicks' | 'wheels'): Promise<T> =>
    page.evaluate((list) => (window as unknown as Record<string, unknown[]>)[list], name) as Promise<T>
  return {
    page,
    typed: () => page.locator('textarea').inputValue(),
    clear: async () => {
      await page.locator('textarea').fill('')
      await page.evaluate(() => {
        for (const list of ['clicks', 'wheels'])
          (window as unknown as Record<string, unknown[]>)[list]?.splice(0)
      })
    },
    clicks: () => list('clicks'),
    wheels: () => list('wheels'),
    close: () => context.close(),
  }
}
