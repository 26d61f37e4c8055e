import type { Clock } from '#shared/clock.ts'
import type { Point } from '#shared/geometry.ts'
import { WHEEL_NOTCH, type PointerButton } from '#shared/protocol/input.ts'
import type { KeyCode } from '#shared/protocol/key-codes.ts'
import type { Backend } from '../backend.ts'
import { evdevCodes, KEYCODE_OFFSET } from '../keys/evdev.ts'
import { openLentNote } from './lent-note.ts'
import { connect, type XServer } from './library.ts'
import { LocalInput } from './local-input.ts'
import { Typist } from './typist.ts'

/** Buttons 4 to 7 are the wheel. */
const buttons: Readonly<Record<PointerButton, number>> = { left: 1, middle: 2, right: 3, back: 8, forward: 9 }
const WHEEL = { up: 4, down: 5, left: 6, right: 7 } as const

const keycodeOf = (code: KeyCode): number => evdevCodes[code] + KEYCODE_OFFSET

/** An X server by XTEST. */
export class X11Backend implements Backend {
  readonly #server: XServer
  readonly #typist: Typist
  readonly #localInput: LocalInput
  readonly #down = new Set<KeyCode>()
  #wheelX = 0
  #wheelY = 0

  constructor(clock: Clock) {
    this.#server = connect()
    this.#typist = new Typist(this.#server, clock, openLentNote(this.#server))
    this.#localInput = new LocalInput(this.#server, () => this.cursor())
  }

  move({ x, y }: Point): void {
    const { lib, display } = this.#server
    this.#localInput.noteInjection()
    lib.fakeMotion(display, -1, x, y, 0)
    lib.flush(display)
  }

  button(button: PointerButton, pressed: boolean): void {
    this.#press(buttons[button], pressed)
  }

  wheel(dx: number, dy: number): void {
    this.#wheelX = this.#turn(this.#wheelX + dx, WHEEL.left, WHEEL.right)
    this.#wheelY = this.#turn(this.#wheelY + dy, WHEEL.up, WHEEL.down)
  }

  key(code: KeyCode, pressed: boolean): void {
    const { lib, display } = this.#server
    // The server repeats a key that is down by itself.
    if (pressed && this.#down.has(code)) return
    if (pressed) this.#down.add(code)
    else this.#down.delete(code)
    lib.fakeKey(display, keycodeOf(code), pressed ? 1 : 0, 0)
    lib.flush(display)
  }

  text(text: string, signal: AbortSignal): Promise<void> {
    return this.#typist.type(text, signal)
  }

  cursor(): Point | null {
    const { lib, display, root } = this.#server
    const [x, y] = [new Int32Array(1), new Int32Array(1)]
    const window = () => new BigUint64Array(1)
    const unused = () => new Int32Array(1)
    const mask = new Uint32Array(1)
    lib.queryPointer(display, root, window(), window(), x, y, unused(), unused(), mask)
    return { x: x[0] ?? 0, y: y[0] ?? 0 }
  }

  tookLocalInput(): boolean {
    return this.#localInput.wasUsed()
  }

  close(): void {
    this.#typist.close()
    this.#server.lib.closeDisplay(this.#server.display)
  }

  /** Turns the wheel by whole notches; what is left waits for more. */
  #turn(total: number, backwards: number, forwards: number): number {
    const notches = Math.trunc(total / WHEEL_NOTCH)
    for (let turned = 0; turned < Math.abs(notches); turned += 1) {
      this.#press(notches < 0 ? backwards : forwards, true)
      this.#press(notches < 0 ? backwards : forwards, false)
    }
    return total - notches * WHEEL_NOTCH
  }

  #press(button: number, pressed: boolean): void {
    const { lib, display } = this.#server
    lib.fakeButton(display, button, pressed ? 1 : 0, 0)
    lib.flush(display)
  }
}
