import type * as Electron from 'electron'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../../../scripts/lib/paths.ts'
import { StandInBrowserWindow, windows } from './browser-window.ts'
import { browser } from './computer.ts'
import { lock } from './instance.ts'
import { createEvent, only, StandInEmitter } from './lacking.ts'
import { paths, switchValue } from './paths.ts'
import { traces } from './system.ts'

type Members =
  | 'isPackaged'
  | 'name'
  | 'getName'
  | 'getVersion'
  | 'getAppPath'
  | 'getPath'
  | 'getLocale'
  | 'getPreferredSystemLanguages'
  | 'isReady'
  | 'whenReady'
  | 'enableSandbox'
  | 'requestSingleInstanceLock'
  | 'setAsDefaultProtocolClient'
  | 'setAppUserModelId'
  | 'setToastActivatorCLSID'
  | 'getLoginItemSettings'
  | 'setLoginItemSettings'
  | 'setAboutPanelOptions'
  | 'showAboutPanel'
  | 'relaunch'
  | 'quit'
  | 'exit'

const events = [
  'ready',
  'window-all-closed',
  'before-quit',
  'will-quit',
  'quit',
  'second-instance',
  'web-contents-created',
  'browser-window-created',
  // These do not happen here.
  'activate',
  'open-url',
  'child-process-gone',
  'certificate-error',
  'login',
]

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly productName: string
  readonly version: string
}

class StandInApp extends StandInEmitter implements Pick<Electron.App, Members> {
  readonly isPackaged = false
  readonly name = manifest.productName
  private ready = false
  private readonly becomesReady: Promise<void>
  private loginItem: Electron.Settings = {}

  readonly commandLine = only('app.commandLine', {
    hasSwitch: (name) => process.argv.some((argument) => argument.split('=')[0] === `--${name}`),
    getSwitchValue: (name) => switchValue(name) ?? '',
  } satisfies Pick<Electron.CommandLine, 'hasSwitch' | 'getSwitchValue'>)

  constructor() {
    super('app', events)
    StandInBrowserWindow.onCreated = (window) =>
      void this.emit('browser-window-created', createEvent({}), window)
    this.becomesReady = browser.then(() => {
      this.ready = true
      this.emit('ready', createEvent({}), {})
    })
  }

  getName(): string {
    return this.name
  }

  getVersion(): string {
    return manifest.version
  }

  getAppPath(): string {
    return root
  }

  getPath(name: string): string {
    const path = paths[name]
    if (path === undefined) throw new Error(`not in the stand-in: app.getPath('${name}')`)
    return path
  }

  getLocale(): string {
    return 'en-US'
  }

  getPreferredSystemLanguages(): string[] {
    return ['en-US']
  }

  isReady(): boolean {
    return this.ready
  }

  whenReady(): Promise<void> {
    return this.becomesReady
  }

  enableSandbox(): void {
    // Chromium's is what it is; see checkSandbox for the pages' own.
  }

  requestSingleInstanceLock(): boolean {
    lock.tellFirst({ argv: process.argv, workingDirectory: process.cwd() })
    lock.onLaunch(({ argv, workingDirectory }) => {
      this.emit('second-instance', createEvent({}), argv, workingDirectory, undefined)
    })
    return lock.isFirst
  }

  setAsDefaultProtocolClient(): boolean {
    return true
  }

  setToastActivatorCLSID(): void {
    // Windows' alone.
  }

  setAppUserModelId(): void {
    // Windows' alone.
  }

  getLoginItemSettings(): Electron.LoginItemSettings {
    return { openAtLogin: this.loginItem.openAtLogin ?? false } as Electron.LoginItemSettings
  }

  setLoginItemSettings(settings: Electron.Settings): void {
    this.loginItem = settings
  }

  setAboutPanelOptions(): void {
    // The panel is the system's.
  }

  showAboutPanel(): void {
    // The panel is the system's.
  }

  relaunch(): void {
    traces.relaunch = true
  }

  quit(): void {
    if (this.isPrevented('before-quit')) return
    for (const window of [...windows]) {
      window.close()
      if (!window.isDestroyed()) return
    }
    if (!this.isPrevented('will-quit')) this.exit()
  }

  exit(exitCode = 0): void {
    this.emit('quit', createEvent({}), exitCode)
    const closed = lock.isFirst ? browser.then(({ close }) => close()) : Promise.resolve()
    void Promise.all([closed, lock.release()]).finally(() => process.exit(exitCode))
  }

  private isPrevented(name: 'before-quit' | 'will-quit'): boolean {
    const event = createEvent({})
    this.emit(name, event)
    return event.defaultPrevented
  }
}

export const app = only('app', new StandInApp())
