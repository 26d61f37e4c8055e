import type * as Electron from 'electron'
import type { Clock } from '#shared/clock.ts'
import { Emitter } from '#shared/emitter.ts'
import type { WindowPlace } from './settings/stored.ts'
import type { WindowState } from './state/app-state.ts'
import { MIN_SIZE, placeWindow } from './window-place.ts'

export interface MainWindowEvents {
  /** The window stands, its page is about to be loaded. */
  created: [Electron.WebContents]
  stateChanged: [WindowState]
  /** The person closed it; it is only hidden. */
  closed: []
  /** Its page crashed, or another took its place. */
  pageLost: [reason: string]
  /** The page keeps crashing, and is left alone until the person wants the window. */
  gaveUp: []
  moved: [WindowPlace]
}

export interface MainWindowOptions {
  readonly electron: Pick<typeof Electron, 'BrowserWindow' | 'screen'>
  readonly clock: Pick<Clock, 'now'>
  readonly preload: string
  readonly url: string
  readonly icon: string | undefined
  readonly lastPlace: () => WindowPlace | null
  /** Behind the page until that has painted; both themes' `--paper`. */
  readonly isDark: () => boolean
}

/** More crashes than these within so long are no accident: to load the page again would only bring the next. */
const CRASHES = { most: 3, withinMs: 60_000 }

/** macOS leaves a black screen behind a full-screen window that is hidden: that has to shrink first. */
const hideWindow = (window: Electron.BrowserWindow): void => {
  if (!window.isFullScreen()) {
    window.hide()
    return
  }
  window.once('leave-full-screen', () => window.hide())
  window.setFullScreen(false)
}

/** A minimised window counts as visible on some systems. */
const isOffScreen = (window: Electron.BrowserWindow): boolean => !window.isVisible() || window.isMinimized()

/**
 * The one window. It is made when first needed and never destroyed before the app ends: closing it hides it, so that
 * a session in its page goes on.
 */
export class MainWindow extends Emitter<MainWindowEvents> {
  readonly #options: MainWindowOptions
  #window: Electron.BrowserWindow | null = null
  #mayClose = false
  /** It was maximised when it was last closed, and has not been shown since. */
  #isToBeMaximized = false
  #crashTimesMs: readonly number[] = []
  #hasGivenUp = false

  constructor(options: MainWindowOptions) {
    super()
    this.#options = options
  }

  /** Makes the window if there is none, without showing it. */
  ensure(): Electron.BrowserWindow {
    return (this.#window ??= this.#create())
  }

  /** Shows the window and brings it to the front; a page that was given up is loaded anew. */
  show(): void {
    const window = this.bringUp()
    if (this.#hasGivenUp) window.webContents.reload()
    this.#hasGivenUp = false
  }

  /** Shows the window as it is and brings it to the front: a page that was given up stays so. */
  bringUp(): Electron.BrowserWindow {
    const window = this.ensure()
    if (window.isMinimized()) window.restore()
    window.show()
    if (this.#isToBeMaximized) window.maximize()
    this.#isToBeMaximized = false
    window.focus()
    return window
  }

  /** Ends the page's process, whatever that is busy with; the page is lost, and loaded anew. */
  killPage(): void {
    this.#window?.webContents.forcefullyCrashRenderer()
  }

  /** From now on closing means closing: the app is about to end. */
  allowClose(): void {
    this.#mayClose = true
  }

  #create(): Electron.BrowserWindow {
    const { electron, preload, url, icon, lastPlace, isDark } = this.#options
    const last = lastPlace()
    const window = new electron.BrowserWindow({
      ...placeWindow(last, electron.screen.getAllDisplays()),
      minWidth: MIN_SIZE.width,
      minHeight: MIN_SIZE.height,
      show: false,
      ...(icon !== undefined && { icon }),
      backgroundColor: isDark() ? '#0a1618' : '#f4f1ea',
      autoHideMenuBar: true,
      webPreferences: {
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
        // A hidden page would slow its timers, and with them the sessions that it holds. Set once: a change while the
        // window is minimised leaves it blank (https://github.com/electron/electron/issues/50250).
        backgroundThrottling: false,
      },
    })
    // Not now: that would show it, and who shares from the tray has asked for no window.
    this.#isToBeMaximized = last?.maximized ?? false
    this.#watch(window)
    this.emit('created', window.webContents)
    void window.loadURL(url)
    return window
  }

  #watch(window: Electron.BrowserWindow): void {
    const reportState = (): void =>
      this.emit('stateChanged', isOffScreen(window) ? 'hidden' : window.isFocused() ? 'focused' : 'behind')
    window.on('focus', reportState)
    window.on('blur', reportState)
    window.on('show', reportState)
    window.on('hide', reportState)
    window.on('minimize', reportState)
    window.on('restore', reportState)
    window.on('close', (event) => {
      this.#reportPlace(window)
      if (this.#mayClose) return
      event.preventDefault()
      hideWindow(window)
      this.emit('closed')
    })
    window.on('closed', () => {
      this.#window = null
    })
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      this.emit('pageLost', reason)
      if (!this.#mayClose && reason !== 'clean-exit') this.#recover(window)
    })
    // Not when it starts: that comes before anybody is asked whether it may, and what is refused leaves the page there.
    // https://www.electronjs.org/docs/latest/api/web-contents#document-navigations
    window.webContents.on('did-navigate', () => this.emit('pageLost', 'navigation'))
  }

  /** Whoever sees the window must not be left with a blank one, nor with one that crashes for ever. */
  #recover(window: Electron.BrowserWindow): void {
    const nowMs = this.#options.clock.now()
    const recent = this.#crashTimesMs.filter((timeMs) => nowMs - timeMs < CRASHES.withinMs)
    this.#crashTimesMs = [...recent, nowMs]
    this.#hasGivenUp = recent.length >= CRASHES.most
    if (this.#hasGivenUp) this.emit('gaveUp')
    else window.webContents.reload()
  }

  #reportPlace(window: Electron.BrowserWindow): void {
    this.emit('moved', {
      ...window.getNormalBounds(),
      maximized: this.#isToBeMaximized || window.isMaximized(),
    })
  }
}
