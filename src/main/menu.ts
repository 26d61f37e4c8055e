import type { MenuItemConstructorOptions } from 'electron'
import type { Texts } from './i18n/index.ts'

export interface AppMenuOptions {
  readonly platform: NodeJS.Platform
  /** Reload and developer tools, for those who work on the app. */
  readonly withDeveloperTools: boolean
  /** Whether this copy of the app can bring itself up to date. */
  readonly withUpdates: boolean
}

export interface AppMenuActions {
  checkUpdates(): void
  openSettings(): void
  showLogs(): void
  quit(): void
}

type Item = MenuItemConstructorOptions
const separator: Item = { type: 'separator' }

const settingsItem = ({ tray }: Texts, actions: AppMenuActions): Item => ({
  label: tray.settings,
  accelerator: 'CommandOrControl+,',
  click: () => actions.openSettings(),
})

// Not the role: that would end the app past the question whether to stop sharing.
const quitItem = ({ tray }: Texts, actions: AppMenuActions): Item => ({
  label: tray.quit,
  accelerator: 'CommandOrControl+Q',
  click: () => actions.quit(),
})

const updateItems = ({ menu }: Texts, actions: AppMenuActions, withUpdates: boolean): Item[] =>
  withUpdates ? [{ label: menu.checkUpdates, click: () => actions.checkUpdates() }] : []

const macAppMenu = (texts: Texts, actions: AppMenuActions, { withUpdates }: AppMenuOptions): Item => ({
  label: 'Beckon',
  submenu: [
    { role: 'about', label: texts.menu.about },
    ...updateItems(texts, actions, withUpdates),
    separator,
    settingsItem(texts, actions),
    separator,
    { role: 'hide', label: texts.menu.hide },
    { role: 'hideOthers', label: texts.menu.hideOthers },
    { role: 'unhide', label: texts.menu.showAll },
    separator,
    quitItem(texts, actions),
  ],
})

const fileMenu = (texts: Texts, actions: AppMenuActions): Item => ({
  label: texts.menu.file,
  submenu: [
    settingsItem(texts, actions),
    separator,
    { role: 'close', label: texts.menu.close },
    quitItem(texts, actions),
  ],
})

const editMenu = ({ menu }: Texts): Item => ({
  label: menu.edit,
  submenu: [
    { role: 'undo', label: menu.undo },
    { role: 'redo', label: menu.redo },
    separator,
    { role: 'cut', label: menu.cut },
    { role: 'copy', label: menu.copy },
    { role: 'paste', label: menu.paste },
    { role: 'selectAll', label: menu.selectAll },
  ],
})

const viewMenu = ({ menu }: Texts, withDeveloperTools: boolean): Item => ({
  label: menu.view,
  submenu: [
    { role: 'zoomIn', label: menu.zoomIn },
    { role: 'zoomOut', label: menu.zoomOut },
    { role: 'resetZoom', label: menu.actualSize },
    separator,
    { role: 'togglefullscreen', label: menu.fullScreen },
    ...(withDeveloperTools
      ? ([separator, { role: 'forceReload' }, { role: 'toggleDevTools' }] satisfies Item[])
      : []),
  ],
})

const macWindowMenu = ({ menu }: Texts): Item => ({
  label: menu.window,
  role: 'windowMenu',
  submenu: [
    { role: 'minimize', label: menu.minimize },
    { role: 'close', label: menu.close },
  ],
})

const helpMenu = (
  texts: Texts,
  actions: AppMenuActions,
  { platform, withUpdates }: AppMenuOptions,
): Item => ({
  label: texts.menu.help,
  // There macOS puts the field that searches all menus.
  role: 'help',
  submenu: [
    { label: texts.menu.showLogs, click: () => actions.showLogs() },
    // On macOS both belong to the menu that bears the app's name.
    ...(platform === 'darwin'
      ? []
      : [
          ...updateItems(texts, actions, withUpdates),
          { role: 'about', label: texts.menu.about } satisfies Item,
        ]),
  ],
})

/** The menu of the app: at the top of the screen on macOS, behind Alt in the window elsewhere. */
export const appMenu = (options: AppMenuOptions, texts: Texts, actions: AppMenuActions): Item[] => {
  const isMac = options.platform === 'darwin'
  return [
    isMac ? macAppMenu(texts, actions, options) : fileMenu(texts, actions),
    editMenu(texts),
    viewMenu(texts, options.withDeveloperTools),
    ...(isMac ? [macWindowMenu(texts)] : []),
    helpMenu(texts, actions, options),
  ]
}
