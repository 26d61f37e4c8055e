import type { App, BrowserWindow } from 'electron'
import { Emitter } from '#shared/emitter.ts'

/** What is asked of a window, and heard. */
export type OwnWindow = Pick<
  BrowserWindow,
  'id' | 'getBounds' | 'isVisible' | 'isMinimized' | 'isFocused' | 'hide' | 'on'
>

export interface OwnWindowsEvents {
  /** One of them came, or came to another place: what is still to be clicked or typed might land in it. */
  changed: []
}

export interface OwnWindowsOptions {
  readonly electron: {
    readonly app: Pick<App, 'on'>
    readonly BrowserWindow: { getAllWindows(): readonly OwnWindow[] }
  }
  /** Nobody can click in the overlay, or type: it covers what is controlled. */
  readonly isOverlay: (window: OwnWindow) => boolean
}

/** The app's windows that a helper must not reach. */
export class OwnWindows extends Emitter<OwnWindowsEvents> {
  readonly #options: OwnWindowsOptions

  constructor(options: OwnWindowsOptions) {
    super()
    this.#options = options
    const { app, BrowserWindow } = options.electron
    for (const window of BrowserWindow.getAllWindows()) this.#watch(window)
    app.on('browser-window-created', (_event, window) => this.#watch(window))
  }

  get all(): readonly OwnWindow[] {
    const { electron, isOverlay } = this.#options
    return electron.BrowserWindow.getAllWindows().filter((window) => !isOverlay(window))
  }

  /** Puts them away; they come back by the tray, or when the app is started once more. */
  hide(): void {
    for (const window of this.all) window.hide()
  }

  #watch(window: OwnWindow): void {
    const tell = (): void => {
      // The overlay is not known as such while it is being created.
      if (!this.#options.isOverlay(window)) this.emit('changed')
    }
    window.on('show', tell)
    window.on('focus', tell)
    window.on('move', tell)
    window.on('resize', tell)
    window.on('restore', tell)
  }
}
