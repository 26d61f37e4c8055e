import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expectLivePicture } from '../support/expectations.ts'
import { test as base } from '../support/fixtures.ts'
import type { Desktop, LaunchOptions } from './desktop.ts'
import { backendName, launchDesktop } from './launch.ts'
import { launchStandIn, type StandInDesktop, type StandInLaunchOptions } from './stand-in/backend.ts'
import { shareFromTray } from './tray.ts'

/** An app that shares the screen, with no window open, and the page of somebody who sees it. */
interface Watched {
  readonly desktop: Desktop
  readonly viewer: Page
}

interface DesktopFixtures {
  /** An empty folder for the app's settings and logs, which goes with the test. */
  readonly userData: string
  /** Starts the app, which ends with the test. */
  readonly launchDesktop: (options?: Partial<LaunchOptions>) => Promise<Desktop>
  /** Starts an app in the stand-in, wherever Electron is: for what the stand-in alone can do. */
  readonly launchStandIn: (options?: Partial<StandInLaunchOptions>) => Promise<StandInDesktop>
  readonly watched: Watched
}

interface WorkerFixtures {
  /** Says where the app runs. */
  readonly announcement: undefined
}

/** Starts apps for a test, and ends them with it. */
const closingAfterwards = async <Options, App extends { close(): Promise<void> }>(
  launch: (options: Options) => Promise<App>,
  use: (launch: (options: Options) => Promise<App>) => Promise<void>,
): Promise<void> => {
  const launched: App[] = []
  await use(async (options) => {
    const app = await launch(options)
    launched.push(app)
    return app
  })
  for (const app of launched) await app.close()
}

export const test = base.extend<DesktopFixtures, WorkerFixtures>({
  announcement: [
    async ({}, use) => {
      console.log(`the desktop app runs in ${backendName === 'electron' ? 'Electron' : 'the stand-in'}`)
      await use(undefined)
    },
    { scope: 'worker', auto: true },
  ],

  userData: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'beckon-desktop-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  },

  launchDesktop: ({ display, userData }, use) =>
    closingAfterwards((options = {}) => launchDesktop({ display: display.name, userData, ...options }), use),

  launchStandIn: ({ display, userData }, use) =>
    closingAfterwards((options = {}) => launchStandIn({ display: display.name, userData, ...options }), use),

  watched: async ({ launchDesktop, launchViewer }, use) => {
    const desktop = await launchDesktop({ args: ['--hidden'] })
    const { page: viewer } = await shareFromTray(desktop, launchViewer)
    await expectLivePicture(viewer)
    await use({ desktop, viewer })
  },
})
