import { readMemory } from '../native.ts'
import { isPressable } from './keymap.ts'
import type { XServer } from './library.ts'

/** Keycode of each keysym that was lent one. */
export type LentKeys = ReadonlyMap<number, number>

/** What a process has lent, where the next one finds it. */
export interface LentNote {
  read(): LentKeys
  write(lent: LentKeys): void
}

const NAME = '_BECKON_LENT_KEYS'
/** X11/Xatom.h, X11/X.h. */
const CARDINAL = 6
const REPLACE = 0
/** Numbers of 32 bits each, which Xlib hands over as C's `long`. */
const FORMAT = 32
const LONG_BYTES = 8
/** Two numbers for each of no more keys than a server has. */
const MAX_NUMBERS = 2 * 256

/**
 * A note on the server's root window, as pairs of keysym and keycode. It outlives the process that wrote it, be it killed,
 * and everybody on the server can write there: keys that keyboards have are not believed to be lent.
 */
export const openLentNote = ({ lib, display, root }: XServer): LentNote => {
  const name = lib.internAtom(display, NAME, 0)

  const readNumbers = (): readonly number[] => {
    const long = () => new BigUint64Array(1)
    const [type, format, count, rest, found] = [long(), new Int32Array(1), long(), long(), long()]
    lib.getWindowProperty(display, root, name, 0, MAX_NUMBERS, 0, CARDINAL, type, format, count, rest, found)
    const [pointer = 0n] = found
    if (pointer === 0n) return []
    const length = format[0] === FORMAT ? Number(count[0]) : 0
    const memory = length > 0 ? readMemory(pointer, length * LONG_BYTES) : null
    lib.free(pointer)
    return Array.from({ length }, (_, index) => Number(memory?.getBigUint64(index * LONG_BYTES, true)))
  }

  return {
    read() {
      const numbers = readNumbers()
      const lent = new Map<number, number>()
      for (let at = 0; at + 1 < numbers.length; at += 2) {
        const [symbol = 0, keycode = 0] = numbers.slice(at, at + 2)
        if (!isPressable(keycode)) lent.set(symbol, keycode)
      }
      return lent
    },
    write(lent) {
      const numbers = BigUint64Array.from([...lent].flat(), BigInt)
      if (lent.size === 0) lib.deleteProperty(display, root, name)
      else lib.changeProperty(display, root, name, CARDINAL, FORMAT, REPLACE, numbers, numbers.length)
    },
  }
}
