import type { Bridge } from '#shared/ipc/bridge.ts'

declare global {
  interface Window {
    /** Given to the page by the desktop app's preload. */
    readonly beckon?: Bridge
  }
}
