import { setImmediate as yieldToMessages } from 'node:timers/promises'
import { distance, type Point } from '#shared/geometry.ts'
import { WHEEL_NOTCH, type PointerButton } from '#shared/protocol/input.ts'
import type { KeyCode, ModifierCode } from '#shared/protocol/key-codes.ts'
import type { Backend } from '../backend.ts'
import { macKeyCodes } from '../keys/macos.ts'
import type { Pointer } from '../native.ts'
import { PointerWatch } from '../pointer-watch.ts'
import { loadCoreGraphics, type CoreGraphics } from './core-graphics.ts'

/** CGEventTypes.h. */
const MOUSE_MOVED = 5
const HID_EVENT_TAP = 0
const HID_SYSTEM_STATE = 1
const ANY_INPUT = 0xffff_ffff
const SCROLL_BY_PIXELS = 0
const CLICK_STATE_FIELD = 1

const buttons: Readonly<
  Record<
    PointerButton,
    { readonly number: number; readonly down: number; readonly up: number; readonly dragged: number }
  >
> = {
  left: { number: 0, down: 1, up: 2, dragged: 6 },
  right: { number: 1, down: 3, up: 4, dragged: 7 },
  middle: { number: 2, down: 25, up: 26, dragged: 27 },
  back: { number: 3, down: 25, up: 26, dragged: 27 },
  forward: { number: 4, down: 25, up: 26, dragged: 27 },
}

const SHIFT = 0x2_0000
const CONTROL = 0x4_0000
const ALTERNATE = 0x8_0000
const COMMAND = 0x10_0000
const MODIFIERS = SHIFT | CONTROL | ALTERNATE | COMMAND
const modifierFlags: Readonly<Record<ModifierCode, number>> = {
  ShiftLeft: SHIFT,
  ShiftRight: SHIFT,
  ControlLeft: CONTROL,
  ControlRight: CONTROL,
  AltLeft: ALTERNATE,
  AltRight: ALTERNATE,
  MetaLeft: COMMAND,
  MetaRight: COMMAND,
}

/** What a notch of a wheel scrolls, in points. */
const NOTCH_POINTS = 40
/** An event carries so many UTF-16 units, and drops the others. */
const MAX_UNITS = 20
const DOUBLE_CLICK_MS = 500
const DOUBLE_CLICK_POINTS = 4
const SLACK_MS = 30

/** macOS by Core Graphics events. Not yet run on macOS: written from its headers, and tested call by call. */
export class MacBackend implements Backend {
  readonly #graphics: CoreGraphics
  readonly #now: () => number
  readonly #pointer: PointerWatch
  readonly #down = new Set<PointerButton>()
  #flags = 0
  readonly #heldModifiers = new Set<KeyCode>()
  #at: Point
  #scrollX = 0
  #scrollY = 0
  #lastClick: {
    readonly button: PointerButton
    readonly at: Point
    readonly time: number
    count: number
  } | null = null
  #injectedAt = Number.NEGATIVE_INFINITY

  constructor(graphics: CoreGraphics, now: () => number) {
    this.#graphics = graphics
    this.#now = now
    this.#pointer = new PointerWatch(now)
    this.#at = this.cursor()
  }

  move(to: Point): void {
    this.#pointer.notePut(to, this.cursor())
    this.#at = to
    const [held] = this.#down
    // A move with a button held is another kind of event, without which nothing is dragged.
    const { dragged, number } = held ? buttons[held] : { dragged: MOUSE_MOVED, number: 0 }
    this.#post(this.#graphics.createMouseEvent(null, dragged, to, number))
  }

  button(button: PointerButton, pressed: boolean): void {
    const { number, down, up } = buttons[button]
    if (pressed) this.#down.add(button)
    else this.#down.delete(button)
    const event = this.#graphics.createMouseEvent(null, pressed ? down : up, this.#at, number)
    this.#graphics.setIntegerField(event, CLICK_STATE_FIELD, this.#countClick(button, pressed))
    this.#post(event)
  }

  wheel(dx: number, dy: number): void {
    this.#scrollX += (dx / WHEEL_NOTCH) * NOTCH_POINTS
    this.#scrollY += (dy / WHEEL_NOTCH) * NOTCH_POINTS
    const [x, y] = [Math.trunc(this.#scrollX), Math.trunc(this.#scrollY)]
    if (x === 0 && y === 0) return
    this.#scrollX -= x
    this.#scrollY -= y
    this.#post(this.#graphics.createScrollEvent(null, SCROLL_BY_PIXELS, 2, -y, -x, 0))
  }

  key(code: KeyCode, pressed: boolean): void {
    const keyCode = macKeyCodes[code]
    if (keyCode === null) return
    if (code in modifierFlags) {
      if (pressed) this.#heldModifiers.add(code)
      else this.#heldModifiers.delete(code)
      this.#flags = [...this.#heldModifiers].reduce(
        (flags, it) => flags | modifierFlags[it as ModifierCode],
        0,
      )
    }
    this.#post(this.#graphics.createKeyboardEvent(null, keyCode, pressed))
  }

  async text(text: string, signal: AbortSignal): Promise<void> {
    for (const piece of pieces(text)) {
      signal.throwIfAborted()
      if (piece === '\n' || piece === '\t') {
        const code = piece === '\n' ? 'Enter' : 'Tab'
        this.key(code, true)
        this.key(code, false)
      } else this.#type(piece)
      await yieldToMessages()
    }
  }

  cursor(): Point {
    const event = this.#graphics.createEvent(null)
    const { x, y } = this.#graphics.getLocation(event)
    this.#graphics.release(event)
    return { x: Math.floor(x), y: Math.floor(y) }
  }

  /** The system counts all input alike: what came well after our last was not ours, nor are moves to elsewhere. */
  tookLocalInput(): boolean {
    this.#pointer.look(this.cursor())
    const wasTaken = this.#pointer.wasTaken()
    const ageMs = this.#graphics.secondsSinceLastEvent(HID_SYSTEM_STATE, ANY_INPUT) * 1000
    const at = this.#now() - ageMs
    if (at - this.#injectedAt <= SLACK_MS) return wasTaken
    this.#injectedAt = at
    return true
  }

  close(): void {
    // Nothing was changed.
  }

  #type(text: string): void {
    const units = Uint16Array.from(text.split(''), (unit) => unit.charCodeAt(0))
    for (const down of [true, false]) {
      const event = this.#graphics.createKeyboardEvent(null, 0, down)
      this.#graphics.setUnicodeString(event, units.length, units)
      this.#post(event)
    }
  }

  /** Double and triple clicks are what their events say they are. */
  #countClick(button: PointerButton, pressed: boolean): number {
    const last = this.#lastClick
    if (!pressed) return last?.button === button ? last.count : 1
    const goesOn =
      last?.button === button &&
      this.#now() - last.time <= DOUBLE_CLICK_MS &&
      distance(last.at, this.#at) <= DOUBLE_CLICK_POINTS
    const count = goesOn ? last.count + 1 : 1
    this.#lastClick = { button, at: this.#at, time: this.#now(), count }
    return count
  }

  #post(event: Pointer): void {
    // Of the modifiers those that the viewer holds, and not the person at this computer. What else the event is said to be
    // stays: without "numeric pad" and "function", programs take an arrow key for another.
    const own = this.#graphics.getFlags(event) & ~MODIFIERS
    this.#graphics.setFlags(event, own | this.#flags)
    this.#graphics.post(HID_EVENT_TAP, event)
    this.#graphics.release(event)
    this.#injectedAt = this.#now()
  }
}

/** Whole characters, as many together as an event takes; line feeds and tabs alone. */
const pieces = (text: string): readonly string[] => {
  const found: string[] = []
  for (const part of text.split(/([\n\t])/)) {
    let piece = ''
    for (const character of part) {
      if (piece.length + character.length > MAX_UNITS) {
        found.push(piece)
        piece = ''
      }
      piece += character
    }
    if (piece !== '') found.push(piece)
  }
  return found
}

export const createMacBackend = (): Backend => new MacBackend(loadCoreGraphics(), () => performance.now())
