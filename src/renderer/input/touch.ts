import type { Clock } from '#shared/clock.ts'
import type { Point } from '#shared/geometry.ts'

/** What fingers on the picture mean. Places and distances in units of the page. */
export type TouchAction =
  /** One finger, shortly: a click. */
  | { readonly type: 'tap'; readonly at: Point }
  /** One finger, resting: a click of the right button. */
  | { readonly type: 'hold'; readonly at: Point }
  /** One finger, moving: what lies under it is dragged. */
  | { readonly type: 'press' | 'drag' | 'release'; readonly at: Point }
  /** Two fingers, side by side; positive moves the content up and left, as a wheel does. */
  | { readonly type: 'scroll'; readonly at: Point; readonly dx: number; readonly dy: number }

/** How far a finger that rests may stray. */
export const SLOP = 10
export const HOLD_MS = 500
/** Two taps so near to each other are meant for one place, and may be a double click. */
export const DOUBLE_TAP_MS = 400
const DOUBLE_TAP_DISTANCE = 24

type Fingers =
  | { readonly kind: 'none' }
  | { readonly kind: 'resting'; readonly at: Point }
  | { readonly kind: 'dragging'; readonly at: Point }
  | { readonly kind: 'two'; readonly centre: Point; readonly spread: number }
  | { readonly kind: 'scrolling'; readonly centre: Point }
  /** The browser zooms, or whatever began is over; until all fingers are lifted. */
  | { readonly kind: 'over' }

const spreadOf = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y)
const centreOf = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })

/** Recognises what fingers do. Pinching is left to the browser, which zooms the page. */
export class TouchGestures {
  readonly #clock: Clock
  readonly #act: (action: TouchAction) => void
  #fingers: Fingers = { kind: 'none' }
  #cancelHold: (() => void) | null = null
  #lastTap: { readonly at: Point; readonly time: number } | null = null

  constructor(clock: Clock, act: (action: TouchAction) => void) {
    this.#clock = clock
    this.#act = act
  }

  /** A finger was put down; these are all that are. */
  start(points: readonly Point[]): void {
    const [first, second] = points
    this.#stopHold()
    if (!first) return
    if (!second) {
      this.#fingers = { kind: 'resting', at: first }
      this.#cancelHold = this.#clock.after(HOLD_MS, () => {
        this.#fingers = { kind: 'over' }
        this.#act({ type: 'hold', at: first })
      })
      return
    }
    if (this.#fingers.kind === 'dragging') this.#act({ type: 'release', at: this.#fingers.at })
    const isNew = this.#fingers.kind !== 'over' && points.length === 2
    this.#fingers = isNew
      ? { kind: 'two', centre: centreOf(first, second), spread: spreadOf(first, second) }
      : { kind: 'over' }
  }

  /** Fingers moved; true unless the browser may make of it what it will. */
  move(points: readonly Point[]): boolean {
    const [first, second] = points
    const fingers = this.#fingers
    if (!first) return false
    switch (fingers.kind) {
      case 'resting':
        if (spreadOf(fingers.at, first) <= SLOP) return true
        this.#stopHold()
        this.#act({ type: 'press', at: fingers.at })
        this.#drag(first)
        return true
      case 'dragging':
        this.#drag(first)
        return true
      case 'two':
        return second ? this.#decide(fingers, first, second) : false
      case 'scrolling': {
        const centre = second ? centreOf(first, second) : fingers.centre
        this.#scroll(fingers.centre, centre)
        return true
      }
      case 'none':
      case 'over':
        return false
    }
  }

  /** A finger was lifted; these are left. */
  end(points: readonly Point[]): void {
    this.#stopHold()
    const fingers = this.#fingers
    if (fingers.kind === 'resting') this.#tap(fingers.at)
    if (fingers.kind === 'dragging') this.#act({ type: 'release', at: fingers.at })
    this.#fingers = { kind: points.length === 0 ? 'none' : 'over' }
  }

  /** The browser took over. */
  cancel(): void {
    this.#stopHold()
    if (this.#fingers.kind === 'dragging') this.#act({ type: 'release', at: this.#fingers.at })
    this.#fingers = { kind: 'none' }
  }

  /** Fingers hit less exactly than a mouse, and a system takes two clicks for a double one only where they are close. */
  #tap(at: Point): void {
    const time = this.#clock.now()
    const last = this.#lastTap
    const isSecond = last && time - last.time <= DOUBLE_TAP_MS && spreadOf(last.at, at) <= DOUBLE_TAP_DISTANCE
    this.#lastTap = { at: isSecond ? last.at : at, time }
    this.#act({ type: 'tap', at: this.#lastTap.at })
  }

  #drag(at: Point): void {
    this.#fingers = { kind: 'dragging', at }
    this.#act({ type: 'drag', at })
  }

  #decide({ centre, spread }: { centre: Point; spread: number }, first: Point, second: Point): boolean {
    const moved = spreadOf(centre, centreOf(first, second))
    const spreading = Math.abs(spreadOf(first, second) - spread)
    if (spreading > SLOP && spreading >= moved) {
      this.#fingers = { kind: 'over' }
      return false
    }
    if (moved <= SLOP) return false
    this.#scroll(centre, centreOf(first, second))
    return true
  }

  #scroll(before: Point, centre: Point): void {
    this.#fingers = { kind: 'scrolling', centre }
    this.#act({ type: 'scroll', at: centre, dx: before.x - centre.x, dy: before.y - centre.y })
  }

  #stopHold(): void {
    this.#cancelHold?.()
    this.#cancelHold = null
  }
}
