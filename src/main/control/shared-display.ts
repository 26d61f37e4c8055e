import type { BrowserWindow, Display, Screen } from 'electron'
import { Emitter } from '#shared/emitter.ts'
import {
  intersection,
  physicalBounds,
  toPhysicalRect,
  withoutOverlap,
  type Point,
  type Rect,
} from '#shared/geometry.ts'
import type { ControlRefusal } from '#shared/protocol/grants.ts'

export interface SharedDisplayOptions {
  readonly screen: Pick<Screen, 'getAllDisplays' | 'getCursorScreenPoint' | 'dipToScreenRect' | 'on'>
  readonly platform: NodeJS.Platform
  /** Wayland: neither a source nor a window has a place. */
  readonly throughPortal: boolean
}

export interface SharedDisplayEvents {
  /**
   * Displays came, went, moved, turned or changed their scale. Not when all that changed is the part of one that panels
   * leave free, which no click is measured by: a dock that hides itself would end whatever is being dragged.
   */
  moved: []
}

/** What was chosen to be shared, as far as control has to know it. */
export type SharedSource =
  /** `displayId` as the capturer has it; empty where it has none. */
  { readonly kind: 'screen'; readonly displayId: string } | { readonly kind: 'window' }

/** The only display, where a point has one meaning in whatever way a compositor counts; null where it has several. */
const onlyPlainDisplay = (displays: readonly Display[]): Display | null => {
  const [display] = displays
  return displays.length === 1 && display?.scaleFactor === 1 ? display : null
}

/**
 * What a window manager puts around a window: on Linux, `getBounds` says nothing of it
 * (https://github.com/electron/electron/issues/3183), and a helper could close the window that it may not touch.
 * As wide as those of the usual desktops, in device-independent pixels.
 */
const FRAME = { top: 48, edge: 8 }

const withFrame = ({ x, y, width, height }: Rect): Rect => ({
  x: x - FRAME.edge,
  y: y - FRAME.top,
  width: width + 2 * FRAME.edge,
  height: height + FRAME.top + FRAME.edge,
})

const area = (rect: Rect | null): number => (rect ? rect.width * rect.height : 0)

/**
 * The display that is shared, in the pixels that the injector counts: physical ones on X11 and Windows, points on macOS
 * (CGEvent's global display coordinates).
 */
export class SharedDisplay extends Emitter<SharedDisplayEvents> {
  readonly #options: SharedDisplayOptions
  #source: SharedSource | null = null

  constructor(options: SharedDisplayOptions) {
    super()
    this.#options = options
    const { screen } = options
    screen.on('display-added', () => this.emit('moved'))
    screen.on('display-removed', () => this.emit('moved'))
    screen.on('display-metrics-changed', (_event, _display, changedMetrics) => {
      if (changedMetrics.join() !== 'workArea') this.emit('moved')
    })
  }

  setSource(source: SharedSource | null): void {
    this.#source = source
  }

  /** Why what is shared cannot be controlled; null if it can. */
  get refusal(): ControlRefusal | null {
    if (!this.#source) return 'not-sharing'
    if (this.#source.kind === 'window') return 'window-shared'
    if (this.#find()) return null
    return this.#options.throughPortal ? 'wayland-screens' : 'screen-unknown'
  }

  /** Null when nothing is shared that has a place. */
  get surface(): Rect | null {
    const display = this.#find()
    if (!display) return null
    const others = this.#options.screen.getAllDisplays().filter(({ id }) => id !== display.id)
    return withoutOverlap(
      this.#physical(display),
      others.map((it) => this.#physical(it)),
    )
  }

  /** Whether a screen of this size, in the coordinates of a compositor, can only be the one that is shared. */
  isShownBy({ width, height }: Pick<Rect, 'width' | 'height'>): boolean {
    const { surface } = this
    return surface !== null && surface.width === width && surface.height === height
  }

  /** Bounds in device-independent pixels, for windows of our own. */
  get bounds(): Rect | null {
    return this.#find()?.bounds ?? null
  }

  /**
   * Where these windows are, those of them that can be seen. Wayland tells no place of a window, nor whether it is
   * minimised: there, each of them may be anywhere.
   */
  placesOf(
    windows: readonly Pick<BrowserWindow, 'getBounds' | 'isVisible' | 'isMinimized'>[],
  ): readonly Rect[] {
    const { surface } = this
    if (this.#options.throughPortal)
      return surface ? windows.filter((it) => it.isVisible()).map(() => surface) : []
    return windows
      .filter((window) => window.isVisible() && !window.isMinimized())
      .map((window) => this.#toInjected(window.getBounds()))
  }

  /** Where Electron says that the pointer is on the shared display, as fractions of it; null where it does not say. */
  get cursor(): Point | null {
    const bounds = this.bounds
    if (!bounds) return null
    const { x, y } = this.#options.screen.getCursorScreenPoint()
    return { x: (x - bounds.x) / bounds.width, y: (y - bounds.y) / bounds.height }
  }

  #find(): Display | null {
    const source = this.#source
    if (source?.kind !== 'screen') return null
    const displays = this.#options.screen.getAllDisplays()
    if (this.#options.throughPortal) return onlyPlainDisplay(displays)
    return displays.find(({ id }) => String(id) === source.displayId) ?? null
  }

  #physical(display: Display): Rect {
    const { platform, screen, throughPortal } = this.#options
    // The portal counts from the corner of the one screen.
    if (throughPortal) return { ...display.bounds, x: 0, y: 0 }
    if (platform === 'darwin') return display.bounds
    if (platform === 'win32') return screen.dipToScreenRect(null, display.bounds)
    return physicalBounds(display, display.nativeOrigin)
  }

  /** A window may lie on several displays of different scale: what counts is the one that shows most of it. */
  #toInjected(bounds: Rect): Rect {
    const { platform, screen } = this.#options
    if (platform === 'darwin') return bounds
    if (platform === 'win32') return screen.dipToScreenRect(null, bounds)
    const [display] = [...screen.getAllDisplays()].sort(
      (a, b) => area(intersection(b.bounds, bounds)) - area(intersection(a.bounds, bounds)),
    )
    const framed = withFrame(bounds)
    return display ? toPhysicalRect(framed, display, display.nativeOrigin) : framed
  }
}
