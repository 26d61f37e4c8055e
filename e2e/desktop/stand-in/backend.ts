import { type Browser, chromium, expect, type Page } from '@playwright/test'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { root } from '../../../scripts/lib/paths.ts'
import { SCREEN } from '../../support/display.ts'
import { hostWindow } from '../../support/participant.ts'
import type { Desktop, LaunchOptions } from '../desktop.ts'
import { trayMenu, waitForItem } from '../menus.ts'
import { type Announcement, callChild } from './calls.ts'
import type { Control, StandInActions, Usage } from './control.ts'
import { type StandInOptions, toEnvironment } from './options.ts'

export interface StandInLaunchOptions extends LaunchOptions, Partial<StandInOptions> {
  /** The built main; Beckon's own unless another is named. */
  readonly main?: string
}

export interface StandInDesktop extends Desktop, StandInActions {
  /** Of its main process, whose descendants are all the others. */
  readonly pid: number
  usage(): Promise<Usage>
  /** The page of a window, the oldest being 0. */
  page(index?: number): Promise<Page>
  /** Leaves the process to itself, as a test does that is killed. */
  abandon(): void
}

/** Beckon's own main. */
const builtMain = join(root, 'out/main/index.js')

const start = ({ main = builtMain, display, userData, args = [], ...changes }: StandInLaunchOptions) => {
  const options: StandInOptions = {
    screen: SCREEN,
    scaleFactor: 1,
    captures: 'Entire screen',
    windowArea: hostWindow,
    otherWindows: [],
    platform: process.platform,
    screenAccess: 'granted',
    ...changes,
  }
  return fork(join(import.meta.dirname, 'run.ts'), [main, `--user-data-dir=${userData}`, ...args], {
    cwd: root,
    serialization: 'advanced',
    env: {
      ...process.env,
      ...toEnvironment(options),
      DISPLAY: display,
      XDG_CONFIG_HOME: join(userData, 'config'),
      // A Wayland session around the tests is none of the app's business.
      XDG_SESSION_TYPE: 'x11',
    },
  })
}

const findPage = async (browser: Browser, targetId: string): Promise<Page | null> => {
  for (const page of browser.contexts().flatMap((context) => context.pages())) {
    const session = await page.context().newCDPSession(page)
    const { targetInfo } = await session.send('Target.getTargetInfo')
    await session.detach()
    if (targetInfo.targetId === targetId) return page
  }
  return null
}

export const launchStandIn = async (options: StandInLaunchOptions): Promise<StandInDesktop> => {
  const child = start(options)
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const [{ endpoint }] = (await once(child, 'message')) as [Announcement]
  const control = callChild(child) as Control
  const browser = await chromium.connectOverCDP(endpoint)

  const click = { tray: control.clickTray, menuBar: control.clickMenuBar }

  return Object.assign(control, {
    backend: 'stand-in' as const,
    userData: options.userData,
    pid: child.pid ?? 0,
    ended,
    async page(index = 0) {
      const pages: Page[] = []
      const find = async (): Promise<number> => {
        const targetId = await control.targetId(index)
        const page = targetId === null ? null : await findPage(browser, targetId)
        if (page) pages.push(page)
        return pages.length
      }
      await expect.poll(find, { message: 'the app has a window' }).toBe(1)
      const [page] = pages as [Page]
      // A window begins empty; whoever speaks to its page means the app's.
      await page.waitForURL(({ protocol }) => protocol !== 'about:')
      return page
    },
    async clickTray(...labels: string[]) {
      await waitForItem(async () => trayMenu(await control.state()), labels)
      await click.tray(...labels)
    },
    async clickMenuBar(...labels: string[]) {
      await waitForItem(async () => (await control.state()).menuBar, labels)
      await click.menuBar(...labels)
    },
    async startAgain(...args: string[]) {
      const second = start({ ...options, args })
      await once(second, 'exit')
    },
    abandon: () => child.disconnect(),
    async close() {
      // It may have ended by itself, and answers in any case no more.
      if (child.exitCode === null && child.connected) await control.end().catch(() => undefined)
      await ended
    },
  })
}
