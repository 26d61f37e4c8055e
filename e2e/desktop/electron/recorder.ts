import type { Menu, Notification } from 'electron'

/** What recorder.cjs keeps in Electron's main process, as `globalThis.recorder`. */
export interface Recorder {
  readonly tray: { readonly image?: string; readonly toolTip?: string; readonly menu?: Menu } | null
  readonly notifications: Set<Notification>
  readonly shortcuts: Map<string, () => void>
  readonly blockers: Map<number, string>
  readonly opened: string[]
  readonly messages: string[]
  nextButton: number
}
