import type * as Electron from 'electron'
import type { Clock } from '#shared/clock.ts'
import type { Rect } from '#shared/geometry.ts'
import type { OverlayPointer } from '#shared/ipc/overlay.ts'
import { RendererLink } from '../ipc/renderer-link.ts'
import type { Log } from '../log/log.ts'

/** What is shown above the shared display, whose bounds are in device-independent pixels. */
export interface OverlayScene {
  readonly bounds: Rect
  readonly pointers: readonly OverlayPointer[]
}

export interface OverlayPort {
  /** Null takes the window away. */
  show(scene: OverlayScene | null): void
}

export interface OverlayOptions {
  readonly electron: Pick<typeof Electron, 'BrowserWindow'>
  readonly platform: NodeJS.Platform
  readonly preload: string
  readonly url: string
  /** Its page is one of ours, and is confined as those are. */
  readonly onCreated: (contents: Electron.WebContents) => void
  readonly clock: Clock
  readonly log: Log
}

/** No screen shows more. */
const FRAME_MS = 16
/** What a pointer, its name and the ripple of a click take up around its place. */
const MARK = { before: 40, after: 220, above: 40, below: 60 } as const

/** The parts of the window that are there at all, within it. */
const shapeOf = ({ bounds, pointers }: OverlayScene): Rect[] => {
  const marks = pointers.map(({ at }) => {
    const x = Math.round(at.x * bounds.width)
    const y = Math.round(at.y * bounds.height)
    const left = Math.max(0, x - MARK.after)
    const top = Math.max(0, y - MARK.above)
    return {
      x: left,
      y: top,
      width: Math.min(bounds.width, x + MARK.after) - left,
      height: Math.min(bounds.height, y + MARK.below) - top,
    }
  })
  // None at all would be all of it.
  return marks.length > 0 ? marks : [{ x: 0, y: 0, width: 1, height: 1 }]
}

/**
 * The window in which viewers' pointers appear on the host's real screen: above everything, transparent, and not there
 * for mouse and keyboard. It exists while somebody may point. Not yet run in Electron.
 */
export class Overlay implements OverlayPort {
  readonly #options: OverlayOptions
  #window: Electron.BrowserWindow | null = null
  #link: RendererLink
  #scene: OverlayScene | null = null
  #isDrawing = false

  constructor(options: OverlayOptions) {
    this.#options = options
    this.#link = new RendererLink(options.log)
  }

  show(scene: OverlayScene | null): void {
    this.#scene = scene
    if (!scene) this.#remove()
    else if (!this.#isDrawing) {
      this.#isDrawing = true
      this.#options.clock.after(FRAME_MS, () => this.#draw())
    }
  }

  /** Whether a window is the overlay: it is none that a helper could click in. */
  owns(window: Pick<Electron.BrowserWindow, 'id'>): boolean {
    return this.#window !== null && window.id === this.#window.id
  }

  #draw(): void {
    this.#isDrawing = false
    const scene = this.#scene
    if (!scene) return
    const window = this.#window ?? this.#create(scene.bounds)
    if (window.isDestroyed()) return
    window.setBounds(scene.bounds)
    // Without a compositor, a transparent window is a black one: on X11 it ends where there is nothing to see.
    if (this.#options.platform === 'linux') window.setShape(shapeOf(scene))
    this.#link.post('overlay:changed', [...scene.pointers])
  }

  #create(bounds: Rect): Electron.BrowserWindow {
    const { electron, platform, preload, url, onCreated, log } = this.#options
    const window = new electron.BrowserWindow({
      ...bounds,
      title: 'Beckon',
      show: false,
      frame: false,
      transparent: true,
      hasShadow: false,
      focusable: false,
      resizable: false,
      movable: false,
      minimizable: false,
      maximizable: false,
      fullscreenable: false,
      skipTaskbar: true,
      alwaysOnTop: true,
      // macOS would keep it below the menu bar.
      enableLargerThanScreen: true,
      webPreferences: {
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        backgroundThrottling: false,
      },
    })
    window.setIgnoreMouseEvents(true)
    window.setAlwaysOnTop(true, 'screen-saver')
    if (platform === 'darwin') window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true })
    this.#window = window
    this.#link = new RendererLink(log)
    const link = this.#link
    link.attach(window.webContents)
    // A page that has loaded listens: its script is part of it.
    window.webContents.on('did-finish-load', () => link.markReady())
    window.once('ready-to-show', () => {
      if (!window.isDestroyed()) window.showInactive()
    })
    // By a window manager or another program: the next pointer gets another one.
    window.once('closed', () => {
      if (this.#window === window) this.#window = null
    })
    onCreated(window.webContents)
    void window.loadURL(url)
    return window
  }

  #remove(): void {
    this.#window?.destroy()
    this.#window = null
  }
}
