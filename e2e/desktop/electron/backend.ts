import { _electron, type ElectronApplication } from '@playwright/test'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../../scripts/lib/paths.ts'
import { hostWindow } from '../../support/participant.ts'
import type { Desktop, LaunchOptions } from '../desktop.ts'
import { trayMenu, waitForItem } from '../menus.ts'
import * as inMain from './in-main.ts'

const electronFolder = join(root, 'node_modules/electron')
const pathFile = join(electronFolder, 'path.txt')

/** Whether Electron's binary has been downloaded: its package comes without. */
export const isElectronInstalled = (): boolean => existsSync(pathFile)

const electronPath = (): string => join(electronFolder, 'dist', readFileSync(pathFile, 'utf8'))

const commandLine = ({ userData, args = [] }: LaunchOptions): string[] => [
  '--require',
  join(import.meta.dirname, 'recorder.cjs'),
  root,
  `--user-data-dir=${userData}`,
  // Electron's sandbox, too, refuses to work for root.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ...args,
]

const environment = ({ display, userData }: LaunchOptions): Record<string, string> => ({
  ...(process.env as Record<string, string>),
  DISPLAY: display,
  XDG_CONFIG_HOME: join(userData, 'config'),
  XDG_SESSION_TYPE: 'x11',
})

const actions = (app: ElectronApplication) => ({
  state: () => app.evaluate(inMain.readState),
  clickNotification: (title: string) => app.evaluate(inMain.touchNotification, { title, button: null }),
  answerNotification: (title: string, button: string) =>
    app.evaluate(inMain.touchNotification, { title, button }),
  pressShortcut: (accelerator: string) => app.evaluate(inMain.pressShortcut, accelerator),
  answerMessages: (button: number) => app.evaluate(inMain.setNextButton, button),
  closeWindow: () => app.evaluate(inMain.closeWindow),
  loadForeignPage: (url: string) => app.evaluate(inMain.loadForeignPage, url),
  power: (event: string) => app.evaluate(inMain.emitPower, event),
})

/** Starts the app in Electron itself. */
export const launchElectron = async (options: LaunchOptions): Promise<Desktop> => {
  const app = await _electron.launch({
    executablePath: electronPath(),
    args: commandLine(options),
    env: environment(options),
    cwd: root,
  })
  const child = app.process()
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const { state, ...others } = actions(app)

  return {
    ...others,
    state,
    backend: 'electron',
    userData: options.userData,
    ended,
    async page() {
      const page = await app.firstWindow()
      await app.evaluate(inMain.placeWindow, hostWindow)
      await page.waitForLoadState()
      return page
    },
    async clickTray(...labels) {
      await waitForItem(async () => trayMenu(await state()), labels)
      await app.evaluate(inMain.clickItem, { menu: 'tray' as const, labels })
    },
    async clickMenuBar(...labels) {
      await waitForItem(async () => (await state()).menuBar, labels)
      await app.evaluate(inMain.clickItem, { menu: 'bar' as const, labels })
    },
    async startAgain(...args) {
      const second = spawn(electronPath(), commandLine({ ...options, args }), {
        cwd: root,
        env: environment(options),
        stdio: 'ignore',
      })
      await once(second, 'exit')
    },
    async close() {
      // The app may ask whether to stop sharing; nobody answers here.
      if (child.exitCode === null) child.kill('SIGKILL')
      await ended
    },
  }
}
