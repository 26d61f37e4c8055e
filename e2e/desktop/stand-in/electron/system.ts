import type * as Electron from 'electron'
import { options } from './computer.ts'
import { only, StandInEmitter } from './lacking.ts'

/** What the app did to the computer, and what the computer would answer. */
export const traces = {
  clipboard: '',
  /** Addresses and files given to the system to open. */
  opened: [] as string[],
  /** Message boxes, by their text. */
  messages: [] as string[],
  /** Button that a person chooses in the next message box. */
  nextButton: 0,
  /** Whether the app wants to be started again once it has ended. */
  relaunch: false,
}

export const clipboard = only('clipboard', {
  writeText(text) {
    traces.clipboard = text
    return Promise.resolve()
  },
  readText: () => Promise.resolve(traces.clipboard),
} satisfies Pick<Electron.Clipboard, 'writeText' | 'readText'>)

export const shell = only('shell', {
  openExternal(url) {
    traces.opened.push(url)
    return Promise.resolve()
  },
  openPath(path) {
    traces.opened.push(path)
    return Promise.resolve('')
  },
  showItemInFolder: (path) => void traces.opened.push(path),
} satisfies Pick<Electron.Shell, 'openExternal' | 'openPath' | 'showItemInFolder'>)

type MessageBox = Electron.MessageBoxOptions | Electron.MessageBoxSyncOptions
const answerMessage = (parameters: readonly unknown[]): number => {
  // A window may come first.
  const { message } = parameters.at(-1) as MessageBox
  traces.messages.push(message)
  return traces.nextButton
}
export const dialog = only('dialog', {
  showMessageBox: (...parameters: unknown[]) =>
    Promise.resolve({ response: answerMessage(parameters), checkboxChecked: false }),
  showMessageBoxSync: (...parameters: unknown[]) => answerMessage(parameters),
  showErrorBox: (title) => void traces.messages.push(title),
} satisfies Pick<Electron.Dialog, 'showMessageBox' | 'showMessageBoxSync' | 'showErrorBox'>)

/** Shortcuts that the app has taken. */
export const shortcuts = new Map<string, () => void>()

export const globalShortcut = only('globalShortcut', {
  register(accelerator, callback) {
    if (shortcuts.has(accelerator)) return false
    shortcuts.set(accelerator, callback)
    return true
  },
  isRegistered: (accelerator) => shortcuts.has(accelerator),
  unregister: (accelerator) => void shortcuts.delete(accelerator),
  unregisterAll: () => shortcuts.clear(),
} satisfies Pick<Electron.GlobalShortcut, 'register' | 'isRegistered' | 'unregister' | 'unregisterAll'>)

/** What keeps the computer awake. */
export const blockers = new Map<number, string>()
let lastBlocker = 0

export const powerSaveBlocker = only('powerSaveBlocker', {
  start(type) {
    lastBlocker += 1
    blockers.set(lastBlocker, type)
    return lastBlocker
  },
  stop: (id) => blockers.delete(id),
  isStarted: (id) => blockers.has(id),
} satisfies Pick<Electron.PowerSaveBlocker, 'start' | 'stop' | 'isStarted'>)

class StandInPowerMonitor
  extends StandInEmitter
  implements Pick<Electron.PowerMonitor, 'getSystemIdleState'>
{
  constructor() {
    super('powerMonitor', ['suspend', 'resume', 'lock-screen', 'unlock-screen', 'shutdown'])
  }

  /** Nothing locks this screen but what is played, which is told by its event. */
  getSystemIdleState(): 'active' {
    return 'active'
  }
}
export const powerMonitor = only('powerMonitor', new StandInPowerMonitor())

class StandInTheme
  extends StandInEmitter
  implements Pick<Electron.NativeTheme, 'themeSource' | 'shouldUseDarkColors'>
{
  themeSource: 'system' | 'light' | 'dark' = 'system'

  constructor() {
    super('nativeTheme', ['updated'])
  }

  get shouldUseDarkColors(): boolean {
    return this.themeSource === 'dark'
  }
}
export const nativeTheme = only('nativeTheme', new StandInTheme())

export const systemPreferences = only('systemPreferences', {
  getMediaAccessStatus: (mediaType) => (mediaType === 'screen' ? options.screenAccess : 'granted'),
  isTrustedAccessibilityClient: () => true,
} satisfies Pick<Electron.SystemPreferences, 'getMediaAccessStatus' | 'isTrustedAccessibilityClient'>)
