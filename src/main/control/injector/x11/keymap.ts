import { evdevCodes, KEYCODE_OFFSET } from '../keys/evdev.ts'
import { readMemory } from '../native.ts'
import type { XServer } from './library.ts'

/** How a character is typed: a key of the server, with Shift or without. */
export interface Stroke {
  readonly keycode: number
  readonly shift: boolean
}

/** What the server's keys mean at this moment. */
export interface Keymap {
  readonly strokes: ReadonlyMap<number, Stroke>
  /** What each key means that means anything, pressed by itself in the first group. */
  readonly meanings: ReadonlyMap<number, number>
  /** Keys without any meaning, which may be lent one; none that a viewer can press by its place. */
  readonly spares: readonly number[]
}

/** Where a keyboard has a key, though this one may have none. */
const pressable = new Set(Object.values(evdevCodes).map((code) => code + KEYCODE_OFFSET))
export const isPressable = (keycode: number): boolean => pressable.has(keycode)

/** Keysyms are C's `unsigned long`. */
const KEYSYM_BYTES = 8

/**
 * Reads the keyboard mapping. Of a key's keysyms the first two belong to the first group and the next two to the second
 * (X protocol, section 5 "Keyboards"); with any further group active, no key is known.
 */
export const readKeymap = ({ lib, display }: XServer, group: number): Keymap => {
  const min = new Int32Array(1)
  const max = new Int32Array(1)
  const per = new Int32Array(1)
  lib.displayKeycodes(display, min, max)
  const [first = 8, last = 255] = [min[0], max[0]]
  const pointer = lib.getKeyboardMapping(display, first, last - first + 1, per)
  const width = per[0] ?? 0
  const memory = readMemory(pointer, (last - first + 1) * width * KEYSYM_BYTES)
  const keysym = (keycode: number, column: number): number =>
    column < width
      ? Number(memory.getBigUint64(((keycode - first) * width + column) * KEYSYM_BYTES, true))
      : 0

  const strokes = new Map<number, Stroke>()
  const spares: number[] = []
  const meanings = new Map<number, number>()
  for (let keycode = first; keycode <= last; keycode += 1) {
    const columns = Array.from({ length: width }, (_, column) => keysym(keycode, column))
    const [meaning = 0] = columns
    if (meaning !== 0) meanings.set(keycode, meaning)
    if (columns.every((it) => it === 0) && !isPressable(keycode)) spares.push(keycode)
    if (group > 1) continue
    for (const [level, shift] of [false, true].entries()) {
      const symbol = keysym(keycode, group * 2 + level)
      if (symbol !== 0 && !strokes.has(symbol)) strokes.set(symbol, { keycode, shift })
    }
  }
  lib.free(pointer)
  return { strokes, spares, meanings }
}
