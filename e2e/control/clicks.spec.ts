import { expect } from '@playwright/test'
import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { defaultStored } from '../../src/main/settings/stored.ts'
import type { Display } from '../support/display.ts'
import { programPath } from '../support/programs.ts'
import { openClickRecorder } from './support/click-recorder.ts'
import { type HelpOptions, test } from './support/help.ts'
import { placeOf, takeControl } from './support/helper.ts'

/** Every click of a helper in a browser is where it was meant: the X server says where it was. */

const CLICKS = 200

interface Computer {
  readonly title: string
  readonly size: { readonly width: number; readonly height: number }
  /** The shared display, in pixels of the screen. */
  readonly shared: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  readonly options?: HelpOptions
  readonly lastDisplayId?: string
}

const splitInTwo = ({ name }: Display): void => {
  const xrandr = (...args: readonly string[]): void => {
    execFileSync(programPath('xrandr'), ['--display', name, ...args])
  }
  xrandr('--setmonitor', 'left', '1920/508x1080/286+0+0', 'screen')
  xrandr('--setmonitor', 'right', '1920/508x1080/286+1920+120', 'none')
}

const fullHd = { width: 1920, height: 1080 }
const ultraHd = { width: 3840, height: 2160 }

const computers: readonly Computer[] = [
  { title: 'on a screen of 1920 × 1080', size: fullHd, shared: { x: 0, y: 0, ...fullHd } },
  { title: 'on a screen of 3840 × 2160', size: ultraHd, shared: { x: 0, y: 0, ...ultraHd } },
  {
    title: 'on the second of two monitors',
    size: { width: 3840, height: 1200 },
    shared: { x: 1920, y: 120, ...fullHd },
    options: { prepare: splitInTwo, captures: 'Screen 2' },
    lastDisplayId: '2',
  },
  {
    title: 'at a scale of 1.5',
    size: fullHd,
    shared: { x: 0, y: 0, ...fullHd },
    options: { scaleFactor: 1.5 },
  },
]

for (const { title, size, shared, options, lastDisplayId } of computers)
  test(`${String(CLICKS)} clicks land within a pixel, ${title}`, async ({ startHelp, userData }) => {
    if (lastDisplayId !== undefined) {
      await mkdir(userData, { recursive: true })
      await writeFile(join(userData, 'settings.json'), JSON.stringify({ ...defaultStored, lastDisplayId }))
    }
    // Each click is answered by a page that shows a screen of many pixels without a graphics card.
    test.setTimeout(180_000)
    const help = await startHelp({ size, shared, ...options })
    await takeControl(help)
    const recorder = openClickRecorder(help.display, size)
    const place = await placeOf(help, shared)
    const pixels = fc.sample(
      fc.tuple(fc.nat({ max: shared.width - 1 }), fc.nat({ max: shared.height - 1 })),
      { numRuns: CLICKS, seed: 5 },
    )
    for (const [x, y] of pixels) {
      const at = place(x, y)
      await help.viewer.mouse.click(at.x, at.y)
    }
    await expect.poll(() => recorder.clicks().length).toBe(CLICKS)
    const off = recorder.clicks().map(({ x, y }, i) => {
      const [wantedX = 0, wantedY = 0] = pixels[i] ?? []
      return Math.max(Math.abs(x - shared.x - wantedX), Math.abs(y - shared.y - wantedY))
    })
    recorder.close()
    expect(Math.max(...off)).toBeLessThanOrEqual(1)
  })
