import { test as base, expect } from '@playwright/test'
import { type ChromiumProcess, launchChromium } from './chromium.ts'
import { type Display, noDisplay, startDisplay } from './display.ts'
import {
  hostWindow,
  launchParticipant,
  type Participant,
  type ParticipantOptions,
  viewerWindow,
} from './participant.ts'
import { patternWindow } from './pattern-layout.ts'
import { showPattern } from './pattern-painter.ts'
import { startSignalingServer } from './signaling-server.ts'

type Launch = (options: ParticipantOptions) => Promise<Participant>

interface WorkerFixtures {
  /** The screen that hosts share. */
  readonly display: Display
  /** The window on it that paints the moving pattern. */
  readonly pattern: ChromiumProcess | null
}

interface TestFixtures {
  /** Starts a server that ends with the test. */
  readonly startServer: typeof startSignalingServer
  /** Starts a person's browser, which ends with the test: a process of its own each. */
  readonly launchHost: Launch
  readonly launchViewer: Launch
}

/** X is Linux' alone. Elsewhere only tests run that need no picture (`npm run test:electron`). */
const hasDisplay = process.platform === 'linux'

type Undo = () => Promise<void>

/** Runs `use`, then undoes what it was told to, last done first. */
const undoingAfterwards = async (use: (atEnd: (undo: Undo) => void) => Promise<void>): Promise<void> => {
  const undos: Undo[] = []
  await use((undo) => undos.push(undo))
  for (const undo of undos.reverse()) await undo()
}

/** Ends a person's browser; whatever they did, nothing may have gone wrong behind their back. */
const leave = async ({ close, mishaps }: Participant & ChromiumProcess): Promise<void> => {
  await close()
  expect(mishaps, 'mishaps in the page').toEqual([])
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  display: [
    async ({}, use) => {
      const display = hasDisplay ? await startDisplay() : null
      await use(display ?? noDisplay)
      await display?.stop()
    },
    { scope: 'worker' },
  ],

  pattern: [
    async ({ display }, use) => {
      if (!hasDisplay) {
        await use(null)
        return
      }
      const pattern = await launchChromium({ display, window: patternWindow })
      const context = await pattern.browser.newContext({ viewport: null })
      await showPattern(await context.newPage())
      await use(pattern)
      await pattern.close()
    },
    { scope: 'worker', auto: true },
  ],

  startServer: ({}, use) =>
    undoingAfterwards((atEnd) =>
      use(async (settings, nodeFlags) => {
        const server = await startSignalingServer(settings, nodeFlags)
        atEnd(() => server.stop())
        return server
      }),
    ),

  launchHost: ({ display }, use) =>
    undoingAfterwards((atEnd) =>
      use(async (options) => {
        const host = await launchParticipant(display, hostWindow, { picksScreen: true, ...options })
        atEnd(() => leave(host))
        return host
      }),
    ),

  launchViewer: ({ display }, use) =>
    undoingAfterwards((atEnd) =>
      use(async (options) => {
        const viewer = await launchParticipant(display, viewerWindow, options)
        atEnd(() => leave(viewer))
        return viewer
      }),
    ),
})
