import type * as Electron from 'electron'
import type { DesktopState, MenuEntry } from '../desktop.ts'
import type { Recorder } from './recorder.ts'

/**
 * What the tests do in Electron's main process. Each function is sent there by itself, by Playwright's `evaluate`, so it
 * carries everything with it; `recorder` is there already.
 */
declare const recorder: Recorder

type Main = typeof Electron

/** As much of Electron's menus as is looked at. */
interface MenuView {
  readonly items: readonly MenuItemView[]
}
interface MenuItemView extends Pick<Electron.MenuItem, 'label' | 'type' | 'enabled' | 'checked' | 'visible'> {
  readonly click: unknown
  readonly submenu?: MenuView
}

export const readState = async ({ BrowserWindow, Menu, clipboard }: Main): Promise<DesktopState> => {
  const describe = (menu: MenuView | null | undefined): MenuEntry[] =>
    (menu?.items ?? [])
      .filter(({ visible }) => visible)
      .map(({ label, type, enabled, checked, submenu }) => ({
        label,
        type,
        enabled,
        checked,
        submenu: describe(submenu),
      }))
  const { tray } = recorder
  return {
    windows: BrowserWindow.getAllWindows().map((window) => ({
      visible: window.isVisible(),
      focused: window.isFocused(),
      url: window.webContents.getURL(),
    })),
    tray: tray && {
      icon: /([^\\/]*?)(?:Template)?\.png$/.exec(tray.image ?? '')?.[1] ?? '',
      toolTip: tray.toolTip ?? '',
      menu: describe(tray.menu),
    },
    menuBar: describe(Menu.getApplicationMenu()),
    notifications: [...recorder.notifications].map(({ title, body, actions }) => ({
      title,
      body,
      buttons: actions.map(({ text }) => text ?? ''),
    })),
    shortcuts: [...recorder.shortcuts.keys()],
    blockers: [...recorder.blockers.values()],
    clipboard: await clipboard.readText(),
    opened: recorder.opened,
    messages: recorder.messages,
  }
}

export const clickItem = (
  { Menu }: Main,
  { menu, labels }: { readonly menu: 'tray' | 'bar'; readonly labels: readonly string[] },
): void => {
  let level: MenuView | null | undefined = menu === 'tray' ? recorder.tray?.menu : Menu.getApplicationMenu()
  let item: MenuItemView | undefined
  for (const label of labels) {
    item = level?.items.find((candidate) => candidate.label === label)
    level = item?.submenu
  }
  // Typed as a bare function; called as by the menu itself.
  const click = item?.click as (() => void) | undefined
  if (!click) throw new Error(`no item '${labels.join(' ▸ ')}'`)
  click()
}

export const touchNotification = (
  _electron: Main,
  { title, button }: { readonly title: string; readonly button: string | null },
): void => {
  const notification = [...recorder.notifications].find((candidate) => candidate.title === title)
  if (!notification) throw new Error(`no notification '${title}' on the screen`)
  if (button === null) notification.emit('click')
  else {
    const actionIndex = notification.actions.findIndex(({ text }) => text === button)
    notification.emit('action', { actionIndex }, actionIndex)
  }
  notification.close()
}

export const pressShortcut = (_electron: Main, accelerator: string): void => {
  const callback = recorder.shortcuts.get(accelerator)
  if (!callback) throw new Error(`nobody has taken ${accelerator}`)
  callback()
}

export const setNextButton = (_electron: Main, button: number): void => {
  recorder.nextButton = button
}

export const closeWindow = ({ BrowserWindow }: Main): void => BrowserWindow.getAllWindows()[0]?.close()

export const placeWindow = ({ BrowserWindow }: Main, bounds: Electron.Rectangle): void =>
  BrowserWindow.getAllWindows()[0]?.setBounds(bounds)

export const loadForeignPage = async ({ BrowserWindow }: Main, url: string): Promise<void> => {
  await BrowserWindow.getAllWindows()[0]?.loadURL(url)
}

export const emitPower = ({ powerMonitor }: Main, event: string): void => {
  powerMonitor.emit(event)
}
