import { test as base } from '../../desktop/fixtures.ts'
import type { StandInLaunchOptions } from '../../desktop/stand-in/backend.ts'
import type { Rectangle } from '../../support/chromium.ts'
import { type Display, SCREEN, startDisplay } from '../../support/display.ts'
import { type Help, letHelperIn } from './helper.ts'

export interface HelpOptions extends Partial<StandInLaunchOptions> {
  /** Of the whole screen, in pixels. */
  readonly size?: { readonly width: number; readonly height: number }
  /** What of it is shared, unless it is all of it. */
  readonly shared?: Rectangle
  /** Runs before the app starts, on the screen that it will find. */
  readonly prepare?: (display: Display) => void | Promise<void>
}

/** What is controlled is a screen of its own, so that tests may move and type on it as they like. */
export const test = base.extend<{ readonly startHelp: (options?: HelpOptions) => Promise<Help> }>({
  startHelp: async ({ display: ownDisplay, launchStandIn, launchViewer }, use) => {
    // The helper's own pointer, which no test moves, is not to be on the picture.
    ownDisplay.movePointer(1, 1)
    const undos: (() => Promise<void>)[] = []
    await use(async ({ size = SCREEN, shared = { x: 0, y: 0, ...size }, prepare, ...options } = {}) => {
      const display = await startDisplay(size)
      undos.unshift(() => display.stop())
      await prepare?.(display)
      const desktop = await launchStandIn({ display: display.name, args: ['--hidden'], ...options })
      // Before its display: without one it would not end in peace.
      undos.unshift(() => desktop.close())
      return letHelperIn({ display, shared }, desktop, launchViewer)
    })
    for (const undo of undos) await undo()
  },
})
