import type { Page } from '@playwright/test'

/** An item of a menu, as a person sees it. */
export interface MenuEntry {
  readonly label: string
  readonly type: string
  readonly enabled: boolean
  readonly checked: boolean
  readonly submenu: readonly MenuEntry[]
}

export interface TrayState {
  /** Name of the picture, without its ending and the mark of macOS' template images. */
  readonly icon: string
  readonly toolTip: string
  readonly menu: readonly MenuEntry[]
}

export interface WindowState {
  readonly visible: boolean
  readonly focused: boolean
  readonly url: string
}

export interface NotificationState {
  readonly title: string
  readonly body: string
  readonly buttons: readonly string[]
}

/** What can be seen of the app outside its page, and what it did to the computer. */
export interface DesktopState {
  readonly windows: readonly WindowState[]
  /** Null while there is no icon. */
  readonly tray: TrayState | null
  readonly menuBar: readonly MenuEntry[]
  readonly notifications: readonly NotificationState[]
  /** Shortcuts that work in every program now. */
  readonly shortcuts: readonly string[]
  /** Why the computer stays awake. */
  readonly blockers: readonly string[]
  readonly clipboard: string
  /** Addresses and files that the system was told to open. */
  readonly opened: readonly string[]
  /** Message boxes that appeared, by their text. */
  readonly messages: readonly string[]
}

/** What a person, or the computer, can do to the app outside its page. */
export interface DesktopActions {
  /** @param labels of the items on the way, from the top */
  clickTray(...labels: string[]): Promise<void>
  clickMenuBar(...labels: string[]): Promise<void>
  clickNotification(title: string): Promise<void>
  answerNotification(title: string, button: string): Promise<void>
  pressShortcut(accelerator: string): Promise<void>
  /** As the button in its frame does. */
  closeWindow(): Promise<void>
  power(event: 'suspend' | 'resume' | 'lock-screen' | 'unlock-screen'): Promise<void>
  /** The button, by its index, that the person presses in the message boxes to come. */
  answerMessages(button: number): Promise<void>
  /** Shows another page in the window, past every guard against that: for what must hold even then. */
  loadForeignPage(url: string): Promise<void>
}

/** The desktop app, running. */
export interface Desktop extends DesktopActions {
  readonly backend: BackendName
  /** Folder of its settings and logs. */
  readonly userData: string
  state(): Promise<DesktopState>
  /** The page in its window, visible or not; waits until there is one. */
  page(): Promise<Page>
  /** Starts the app a second time, and waits until that process has ended. */
  startAgain(...args: string[]): Promise<void>
  /** Resolves to its exit code, once it has ended. */
  readonly ended: Promise<number | null>
  close(): Promise<void>
}

export type BackendName = 'electron' | 'stand-in'

export interface LaunchOptions {
  /** As in `DISPLAY`. */
  readonly display: string
  /** An empty folder, or one with settings in it. */
  readonly userData: string
  readonly args?: readonly string[]
}
