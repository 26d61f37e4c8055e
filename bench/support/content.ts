import { execFileSync } from 'node:child_process'
import type { Page } from '@playwright/test'
import type { Rectangle } from '../../e2e/support/chromium.ts'
import { type Display, SCREEN } from '../../e2e/support/display.ts'
import { programPath } from '../../e2e/support/programs.ts'
import { patternWindow } from '../../e2e/support/pattern-layout.ts'

/** The rest of the screen, below the moving time stamp that the end-to-end tests use too. */
export const textWindow: Rectangle = {
  x: 0,
  y: patternWindow.height,
  width: SCREEN.width,
  height: SCREEN.height - patternWindow.height,
}

/** How far the text moves in each frame, in pixels: a fast reader's scroll. */
const SCROLL_PER_FRAME = 4

/** Runs in the page: a screen full of small text that scrolls without end. */
const scroll = (pixelsPerFrame: number): void => {
  const words = 'const offer await answer candidate link return session viewer host code secret'.split(' ')
  const text = document.createElement('pre')
  text.style.cssText = 'margin: 0; padding: 8px; font: 15px/20px monospace; background: white; color: #222'
  text.textContent = Array.from({ length: 600 }, (_, line) =>
    Array.from({ length: 26 }, (_, word) => words[(line * 7 + word * (line % 11)) % words.length]).join(' '),
  ).join('\n')
  document.body.style.cssText = 'margin: 0; overflow: hidden'
  document.body.append(text)
  let offset = 0
  const frame = (): void => {
    offset = (offset + pixelsPerFrame) % (text.offsetHeight - window.innerHeight)
    window.scrollTo(0, offset)
    requestAnimationFrame(frame)
  }
  frame()
}

/** Fills a page with text that scrolls without end. */
export const showText = async (page: Page): Promise<void> => {
  await page.setContent('<!doctype html><title>Text</title>')
  await page.evaluate(scroll, SCROLL_PER_FRAME)
}

/** Puts the text over the participants' windows: a browser that begins to share raises its own. */
export const raiseText = (display: Display): void => {
  execFileSync(programPath('xdotool'), ['search', '--name', '^Text', 'windowraise'], {
    env: { ...process.env, DISPLAY: display.name },
  })
}
