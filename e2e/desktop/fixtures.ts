import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '../support/fixtures.ts'
import { launchStandIn, type StandInDesktop, type StandInLaunchOptions } from './stand-in/backend.ts'

type Launch = (options?: Partial<StandInLaunchOptions>) => Promise<StandInDesktop>

interface DesktopFixtures {
  /** An empty folder for the app's settings and logs, which goes with the test. */
  readonly userData: string
  /** Starts an app in the stand-in, which ends with the test. */
  readonly launchStandIn: Launch
}

export const test = base.extend<DesktopFixtures>({
  userData: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'beckon-desktop-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  },

  launchStandIn: async ({ display, userData }, use) => {
    const launched: StandInDesktop[] = []
    await use(async (options = {}) => {
      const desktop = await launchStandIn({ display: display.name, userData, ...options })
      launched.push(desktop)
      return desktop
    })
    for (const desktop of launched) await desktop.close()
  },
})
