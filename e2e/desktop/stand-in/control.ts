import type * as Electron from 'electron'
import { basename } from 'node:path'
import type { DesktopActions, DesktopState, MenuEntry } from '../desktop.ts'
import { app } from './electron/app.ts'
import { lists, otherWindows } from './electron/desktop-capturer.ts'
import { windows } from './electron/browser-window.ts'
import { createEvent, only } from './electron/lacking.ts'
import { menuBar, type StandInMenu, type StandInMenuItem } from './electron/menu.ts'
import { notifications, type StandInNotification } from './electron/notification.ts'
import { invokeMain, type Journey, journeys, type Sender } from './electron/ipc-main.ts'
import { computerScreen } from './electron/screen.ts'
import { blockers, powerMonitor, shortcuts, traces } from './electron/system.ts'
import { trays } from './electron/tray.ts'
import { pendingTimers } from './timers.ts'

/** What only the stand-in can do. */
export interface StandInActions {
  /** What is shared goes away, as a window does that is closed. */
  loseSource(title: string): Promise<void>
  /** How often main has looked for what could be shared, for which macOS asks the person. */
  timesListed(): Promise<number>
  /** When messages of the page at a channel were sent, and came to main. */
  journeys(channel: string): Promise<readonly Journey[]>
  /** Sends main a message as if from the page, with another sender. Resolves to main's answer. */
  forge(channel: string, payload: unknown, sender: 'subframe' | 'nobody'): Promise<unknown>
  /** The monitors of the X server have been changed. */
  changeMonitors(): Promise<void>
  /** Kills the process of the page. */
  crashPage(): Promise<void>
}

/** What the main process has taken up until now; Electron's browser process is none of it. */
export interface Usage {
  readonly residentBytes: number
  readonly processorMs: number
  /** Timers that are waiting to go off. */
  readonly timers: number
}

/** Everything that a test asks of a stand-in process. */
export interface Control extends DesktopActions, StandInActions {
  state(): Promise<DesktopState>
  /** DevTools' name of a window's page, the oldest being 0; null while there is none. */
  targetId(index: number): Promise<string | null>
  usage(): Promise<Usage>
  /** Ends the process, as a shutdown of the system would. */
  end(): Promise<void>
}

const describeMenu = (menu: StandInMenu | null): MenuEntry[] =>
  (menu?.items ?? [])
    .filter(({ visible }) => visible)
    .map(({ label, type, enabled, checked, submenu }) => ({
      label,
      type,
      enabled,
      checked,
      submenu: describeMenu(submenu),
    }))

const findItem = (menu: StandInMenu | null, [label, ...rest]: readonly string[]): StandInMenuItem => {
  const item = menu?.items.find((candidate) => candidate.label === label)
  if (!item) throw new Error(`no item '${String(label)}' among ${JSON.stringify(describeMenu(menu))}`)
  return rest.length > 0 ? findItem(item.submenu, rest) : item
}

const findNotification = (title: string): StandInNotification => {
  const found = [...notifications].find((notification) => notification.title === title)
  if (!found) throw new Error(`no notification '${title}' on the screen`)
  return found
}

const theTray = () => [...trays].at(-1) ?? null

const theWindow = () => {
  const [window] = windows
  if (!window) throw new Error('the app has no window')
  return window
}

/** A frame inside our page, with an address of ours, or a frame that is gone. */
const forgedSender = (kind: Parameters<StandInActions['forge']>[2]): Sender => {
  const { webContents } = theWindow()
  const { url, origin } = webContents.mainFrame
  const subframe: Pick<Electron.WebFrameMain, 'url' | 'origin' | 'parent'> = {
    url,
    origin,
    parent: webContents.mainFrame,
  }
  const senderFrame = only('WebFrameMain', subframe) as Electron.WebFrameMain
  return { sender: webContents, senderFrame: kind === 'subframe' ? senderFrame : null }
}

/** The same functions, which need not be promises on this side. */
type Handlers<T> = {
  readonly [Name in keyof T]: T[Name] extends (...args: infer Args) => Promise<infer Answer>
    ? (...args: Args) => Answer | Promise<Answer>
    : never
}

export const control: Handlers<Control> = {
  state: () => {
    const tray = theTray()
    return {
      windows: [...windows].map((window) => ({
        visible: window.isVisible(),
        focused: window.isFocused(),
        url: window.webContents.getURL(),
      })),
      tray: tray && {
        icon: basename(tray.image, '.png').replace(/Template$/, ''),
        toolTip: tray.toolTip,
        menu: describeMenu(tray.menu),
      },
      menuBar: describeMenu(menuBar.menu),
      notifications: [...notifications].map(({ title, body, actions }) => ({
        title,
        body,
        buttons: actions.map(({ text }) => text ?? ''),
      })),
      shortcuts: [...shortcuts.keys()],
      blockers: [...blockers.values()],
      clipboard: traces.clipboard,
      opened: traces.opened,
      messages: traces.messages,
    }
  },
  targetId: async (index) => {
    const window = [...windows][index]
    return window ? (await window.opening).targetId : null
  },
  clickTray: (...labels) => findItem(theTray()?.menu ?? null, labels).click(),
  clickMenuBar: (...labels) => findItem(menuBar.menu, labels).click(),
  clickNotification: (title) => findNotification(title).click(),
  answerNotification: (title, button) => findNotification(title).act(button),
  pressShortcut: (accelerator) => {
    const callback = shortcuts.get(accelerator)
    if (!callback) throw new Error(`nobody has taken ${accelerator}`)
    callback()
  },
  closeWindow: () => theWindow().close(),
  power: (event) => void powerMonitor.emit(event, createEvent({})),
  answerMessages: (button) => void (traces.nextButton = button),
  loadForeignPage: (url) => theWindow().loadURL(url),
  usage: () => {
    const { user, system } = process.cpuUsage()
    return {
      residentBytes: process.memoryUsage.rss(),
      processorMs: (user + system) / 1000,
      timers: pendingTimers(),
    }
  },
  end: () => app.exit(),
  loseSource: async (title) => {
    if (!otherWindows.delete(title)) throw new Error(`no window '${title}' is open`)
    const window = await theWindow().opening
    await window.answerCapture('endCaptures')
  },
  changeMonitors: () => computerScreen.refresh(),
  crashPage: async () => (await theWindow().opening).crash(),
  timesListed: () => lists.length,
  journeys: (channel) => journeys.filter((journey) => journey.channel === channel),
  forge: (channel, payload, sender) => invokeMain(channel, [payload], forgedSender(sender)),
}
