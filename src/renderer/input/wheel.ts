import { MAX_WHEEL, WHEEL_NOTCH } from '#shared/protocol/input.ts'

/** What browsers send for one notch: 100 pixels, or as near to it as the system's setting has it. */
const NOTCH_PIXELS = 100
/** Firefox counts in lines, three to a notch. */
const NOTCH_LINES = 3
/** A page scrolls about ten notches. */
const NOTCHES_PER_PAGE = 10

/** Constants of `WheelEvent.deltaMode`. */
const LINES = 1
const PAGES = 2

const notches = (delta: number, mode: number): number => {
  if (mode === LINES) return delta / NOTCH_LINES
  return mode === PAGES ? delta * NOTCHES_PER_PAGE : delta / NOTCH_PIXELS
}

export interface WheelTurn {
  readonly dx: number
  readonly dy: number
}

/** Turns what browsers report into 120ths of a notch, and carries on what is left of one, so that slow scrolling adds up. */
export class WheelScale {
  #restX = 0
  #restY = 0

  /** Null while it is less than the smallest step. */
  turn(event: Pick<WheelEvent, 'deltaX' | 'deltaY' | 'deltaMode'>): WheelTurn | null {
    // First of all: to whoever reads a distance before its unit, Firefox gives pixels of a font's height
    // (https://bugzilla.mozilla.org/show_bug.cgi?id=1392460).
    const { deltaMode } = event
    const x = this.#restX + notches(event.deltaX, deltaMode) * WHEEL_NOTCH
    const y = this.#restY + notches(event.deltaY, deltaMode) * WHEEL_NOTCH
    const dx = steps(x)
    const dy = steps(y)
    this.#restX = x - Math.trunc(x)
    this.#restY = y - Math.trunc(y)
    return dx === 0 && dy === 0 ? null : { dx, dy }
  }
}

/** Whole steps, as many as a message may carry; `+ 0` makes -0 a 0. */
const steps = (value: number): number => Math.trunc(Math.min(Math.max(value, -MAX_WHEEL), MAX_WHEEL)) + 0
