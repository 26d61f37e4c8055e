import { setImmediate as yieldToMessages } from 'node:timers/promises'
import type { Point } from '#shared/geometry.ts'
import type { PointerButton } from '#shared/protocol/input.ts'
import type { KeyCode } from '#shared/protocol/key-codes.ts'
import type { Backend, BackendEvents } from '../backend.ts'
import { PointerWatch } from '../pointer-watch.ts'
import { scanCodes } from '../keys/windows.ts'
import { encodeInputs, INPUT_BYTES, keyFlags, mouseFlags, toAbsolute, type WindowsInput } from './structs.ts'
import { loadUser32, type User32 } from './user32.ts'

/** GetSystemMetrics: the virtual desktop, and whether the person has swapped left and right. */
const metrics = { swapButton: 23, x: 76, y: 77, width: 78, height: 79 } as const
/** Inputs are stamped with the tick in which the system gets to them, which may be one later than ours. */
const TICK_MS = 32
/** The most characters that go to the system at once. */
const CHUNK = 256

const buttons: Readonly<
  Record<PointerButton, { readonly down: number; readonly up: number; readonly data?: number }>
> = {
  left: { down: mouseFlags.leftDown, up: mouseFlags.leftUp },
  middle: { down: mouseFlags.middleDown, up: mouseFlags.middleUp },
  right: { down: mouseFlags.rightDown, up: mouseFlags.rightUp },
  back: { down: mouseFlags.xDown, up: mouseFlags.xUp, data: 1 },
  forward: { down: mouseFlags.xDown, up: mouseFlags.xUp, data: 2 },
}
const mirrored: Readonly<Partial<Record<PointerButton, PointerButton>>> = { left: 'right', right: 'left' }

/**
 * Pause sends E1 1D 45, which takes more than SendInput's one extension byte: by its scan code alone it would be Num Lock.
 * Programs find 0x45 in the messages of the real key, too.
 * https://learn.microsoft.com/windows/win32/inputdev/about-keyboard-input#scan-codes
 */
const VK_PAUSE = 0x13

const keyInput = (code: KeyCode, pressed: boolean): WindowsInput => {
  const scan = scanCodes[code]
  if (code === 'Pause') return { kind: 'key', virtualKey: VK_PAUSE, scan, flags: pressed ? 0 : keyFlags.up }
  const isExtended = scan >> 8 === 0xe0
  const flags = keyFlags.scanCode | (isExtended ? keyFlags.extended : 0) | (pressed ? 0 : keyFlags.up)
  return { kind: 'key', scan: scan & 0xff, flags }
}

/** A line feed and a tab are keys; everything else is typed by its UTF-16 units. */
const textInputs = (text: string): WindowsInput[] =>
  text.split('').flatMap((unit): WindowsInput[] => {
    if (unit === '\n' || unit === '\t') {
      const code = unit === '\n' ? 'Enter' : 'Tab'
      return [keyInput(code, true), keyInput(code, false)]
    }
    const scan = unit.charCodeAt(0)
    return [
      { kind: 'key', scan, flags: keyFlags.unicode },
      { kind: 'key', scan, flags: keyFlags.unicode | keyFlags.up },
    ]
  })

/** Windows by SendInput. Not yet run on Windows: written from its documentation, and tested byte by byte. */
export class WindowsBackend implements Backend {
  readonly #user32: User32
  readonly #events: Pick<BackendEvents, 'onRefused'>
  readonly #pointer: PointerWatch
  #injectedAt: number
  #lastInputAt: number

  constructor(user32: User32, events: Pick<BackendEvents, 'onRefused'>) {
    this.#user32 = user32
    this.#events = events
    this.#pointer = new PointerWatch(() => user32.getTickCount())
    this.#injectedAt = user32.getTickCount()
    this.#lastInputAt = this.#readLastInput()
  }

  move(to: Point): void {
    const metric = (name: keyof typeof metrics): number => this.#user32.getSystemMetrics(metrics[name])
    const [x, y, width, height] = [metric('x'), metric('y'), metric('width'), metric('height')]
    // With a fractional scale the edge of a display, as it is rounded, may lie beyond the desktop.
    const within = {
      x: Math.min(Math.max(to.x, x), x + width - 1),
      y: Math.min(Math.max(to.y, y), y + height - 1),
    }
    this.#pointer.notePut(within, this.cursor())
    const dx = toAbsolute(within.x, x, width)
    const dy = toAbsolute(within.y, y, height)
    const flags = mouseFlags.move | mouseFlags.absolute | mouseFlags.virtualDesktop
    this.#send([{ kind: 'mouse', dx, dy, flags }])
  }

  button(button: PointerButton, pressed: boolean): void {
    const isSwapped = this.#user32.getSystemMetrics(metrics.swapButton) !== 0
    const { down, up, data = 0 } = buttons[isSwapped ? (mirrored[button] ?? button) : button]
    this.#send([{ kind: 'mouse', data, flags: pressed ? down : up }])
  }

  /** Windows counts forward, which is up, as positive, and right as positive. */
  wheel(dx: number, dy: number): void {
    this.#send([
      ...(dy === 0 ? [] : [{ kind: 'mouse', data: -dy, flags: mouseFlags.wheel } as const]),
      ...(dx === 0 ? [] : [{ kind: 'mouse', data: dx, flags: mouseFlags.horizontalWheel } as const]),
    ])
  }

  key(code: KeyCode, pressed: boolean): void {
    this.#send([keyInput(code, pressed)])
  }

  async text(text: string, signal: AbortSignal): Promise<void> {
    const inputs = textInputs(text)
    for (let at = 0; at < inputs.length; at += CHUNK) {
      signal.throwIfAborted()
      this.#send(inputs.slice(at, at + CHUNK))
      await yieldToMessages()
    }
  }

  cursor(): Point | null {
    const point = new Int32Array(2)
    if (!this.#user32.getCursorPos(point)) return null
    return { x: point[0] ?? 0, y: point[1] ?? 0 }
  }

  /** The system stamps all input alike: what is stamped well after our last was not ours, nor are moves to elsewhere. */
  tookLocalInput(): boolean {
    this.#pointer.look(this.cursor())
    const wasTaken = this.#pointer.wasTaken()
    const at = this.#readLastInput()
    const isNew = at !== this.#lastInputAt
    this.#lastInputAt = at
    // Ticks turn over after 49 days.
    return wasTaken || (isNew && ((at - this.#injectedAt) | 0) > TICK_MS)
  }

  close(): void {
    // Nothing was changed.
  }

  #send(inputs: readonly WindowsInput[]): void {
    if (inputs.length === 0) return
    const taken = this.#user32.sendInput(inputs.length, encodeInputs(inputs), INPUT_BYTES)
    this.#injectedAt = this.#user32.getTickCount()
    if (taken < inputs.length) this.#events.onRefused()
  }

  #readLastInput(): number {
    const info = Uint32Array.of(8, 0)
    return this.#user32.getLastInputInfo(info) ? (info[1] ?? 0) : 0
  }
}

export const createWindowsBackend = (events: Pick<BackendEvents, 'onRefused'>): Backend =>
  new WindowsBackend(loadUser32(), events)
