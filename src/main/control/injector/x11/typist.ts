import { setImmediate as yieldToMessages } from 'node:timers/promises'
import type { Clock } from '#shared/clock.ts'
import { evdevCodes, KEYCODE_OFFSET } from '../keys/evdev.ts'
import { keysymOf } from '../keys/keysyms.ts'
import { pause } from '../pause.ts'
import { readKeymap, type Keymap, type Stroke } from './keymap.ts'
import type { LentNote } from './lent-note.ts'
import type { XServer } from './library.ts'

/** XkbUseCoreKbd. */
const CORE_KEYBOARD = 0x100
const LOCK_MASK = 2
/** Offsets in XkbStateRec. */
const STATE_GROUP = 0
const STATE_LOCKED_MODIFIERS = 9

/** As many keys are lent a character at the same time; each lending makes every program read the mapping. */
const MAX_LENT = 24
/**
 * Programs learn of a new mapping by an event, and then ask for it: until that is done it must stay. Nothing tells when
 * that is; on a computer that is very busy, less than this has been seen to give the character that was there before.
 */
const SETTLE_MS = 60
const REUSE_MS = 600
/** So many characters go to the server at once; then it is looked whether the others are still wanted. */
const STROKES_AT_ONCE = 32

/** Waits, and throws when the text is given up. */
type Settle = (delayMs: number) => Promise<void>

/**
 * Types characters on X, whatever the layout: those that a key has by that key, all others by a key without meaning that
 * is lent one. What was lent stays, so that the next time costs nothing, and is taken back at the end. What a process that
 * was killed had lent is taken over from its note, and so taken back as well.
 */
export class Typist {
  readonly #server: XServer
  readonly #clock: Clock
  readonly #note: LentNote
  /** Keycode and last use of each keysym that was lent a key, the longest unused first. */
  readonly #lent = new Map<number, { readonly keycode: number; lastUse: number }>()
  /** When programs have learned of what was lent last. */
  #settledAt = Number.NEGATIVE_INFINITY
  #isCapsLockLifted = false

  constructor(server: XServer, clock: Clock, note: LentNote) {
    this.#server = server
    this.#clock = clock
    this.#note = note
    const lastUse = clock.now()
    for (const [symbol, keycode] of note.read()) this.#lent.set(symbol, { keycode, lastUse })
  }

  /** Throws as soon as the signal says that it is not wanted any more. */
  async type(text: string, signal: AbortSignal): Promise<void> {
    const { lib, display } = this.#server
    const state = new Uint8Array(32)
    lib.xkbGetState(display, CORE_KEYBOARD, state)
    // Caps Lock would turn what is typed into capitals.
    const locked = (state[STATE_LOCKED_MODIFIERS] ?? 0) & LOCK_MASK
    if (locked !== 0) lib.xkbLockModifiers(display, CORE_KEYBOARD, LOCK_MASK, 0)
    this.#isCapsLockLifted = locked !== 0
    try {
      await this.#typeSymbols(Array.from(text, keysymOf), state[STATE_GROUP] ?? 0, signal)
    } finally {
      this.#restoreCapsLock()
    }
  }

  /** Takes back what was lent. The server is not used any more, also by a text that is being typed. */
  close(): void {
    this.#restoreCapsLock()
    this.#forgetLost(readKeymap(this.#server, 0))
    for (const { keycode } of this.#lent.values()) this.#map(keycode, 0)
    this.#lent.clear()
    this.#writeNote()
    this.#server.lib.sync(this.#server.display, 0)
  }

  #restoreCapsLock(): void {
    if (!this.#isCapsLockLifted) return
    this.#isCapsLockLifted = false
    const { lib, display } = this.#server
    lib.xkbLockModifiers(display, CORE_KEYBOARD, LOCK_MASK, LOCK_MASK)
    lib.sync(display, 0)
  }

  /** Whoever sets another layout takes the keys that were lent, and may have given them another meaning. */
  #forgetLost({ meanings }: Keymap): void {
    for (const [symbol, { keycode }] of this.#lent)
      if (meanings.get(keycode) !== symbol) this.#lent.delete(symbol)
  }

  async #typeSymbols(symbols: readonly number[], group: number, signal: AbortSignal): Promise<void> {
    const keymap = readKeymap(this.#server, group)
    const { strokes, spares } = keymap
    this.#forgetLost(keymap)
    const lentCodes = new Set([...this.#lent.values()].map(({ keycode }) => keycode))
    const free = spares.filter((keycode) => !lentCodes.has(keycode)).reverse()
    const settle = (delayMs: number): Promise<void> => pause(this.#clock, delayMs, signal)
    let rest = symbols
    while (rest.length > 0) {
      const needed = new Set<number>()
      const isOwn = (symbol: number): boolean => {
        const stroke = strokes.get(symbol)
        return stroke !== undefined && !lentCodes.has(stroke.keycode)
      }
      let count = 0
      for (const symbol of rest) {
        const isNew = !isOwn(symbol) && !needed.has(symbol)
        if (isNew && needed.size >= Math.min(MAX_LENT, free.length + this.#lent.size)) break
        if (isNew) needed.add(symbol)
        count += 1
      }
      if (count === 0) throw new Error('no key is free to be lent a character')
      await this.#lend(needed, free, settle)
      for (const [index, symbol] of rest.slice(0, count).entries()) {
        if (index % STROKES_AT_ONCE === 0) await this.#look(signal)
        this.#stroke(this.#strokeOf(symbol, isOwn, strokes))
      }
      this.#server.lib.sync(this.#server.display, 0)
      rest = rest.slice(count)
    }
  }

  /** Sees that what was typed has arrived, and lets main say that the others are not wanted. */
  async #look(signal: AbortSignal): Promise<void> {
    this.#server.lib.sync(this.#server.display, 0)
    await yieldToMessages()
    signal.throwIfAborted()
  }

  #strokeOf(
    symbol: number,
    isOwn: (symbol: number) => boolean,
    strokes: ReadonlyMap<number, Stroke>,
  ): Stroke | undefined {
    if (isOwn(symbol)) return strokes.get(symbol)
    const lent = this.#lent.get(symbol)
    if (!lent) return undefined
    lent.lastUse = this.#clock.now()
    this.#lent.delete(symbol)
    this.#lent.set(symbol, lent)
    return { keycode: lent.keycode, shift: false }
  }

  /** Sees that each of the symbols has a key. */
  async #lend(needed: ReadonlySet<number>, free: number[], settle: Settle): Promise<void> {
    const missing = [...needed].filter((symbol) => !this.#lent.has(symbol))
    for (const symbol of missing) {
      const keycode = this.#lent.size < MAX_LENT ? free.pop() : undefined
      const taken = keycode ?? (await this.#takeBack(needed, settle))
      const now = this.#clock.now()
      this.#lent.set(symbol, { keycode: taken, lastUse: now })
      this.#writeNote()
      this.#map(taken, symbol)
      this.#settledAt = now + SETTLE_MS
    }
    if (missing.length > 0) this.#server.lib.sync(this.#server.display, 0)
    // A text that was given up may have lent them, and not waited.
    const restMs = needed.size > 0 ? this.#settledAt - this.#clock.now() : 0
    if (restMs > 0) await settle(restMs)
  }

  /** The key that was unused for longest, once no program can still have its last stroke before it. */
  async #takeBack(needed: ReadonlySet<number>, settle: Settle): Promise<number> {
    for (const [symbol, { keycode, lastUse }] of this.#lent) {
      if (needed.has(symbol)) continue
      const restMs = lastUse + REUSE_MS - this.#clock.now()
      if (restMs > 0) await settle(restMs)
      this.#lent.delete(symbol)
      return keycode
    }
    throw new Error('no key is free to be lent a character')
  }

  #writeNote(): void {
    this.#note.write(new Map(Array.from(this.#lent, ([symbol, { keycode }]) => [symbol, keycode])))
  }

  /** The same character with Shift and without, as the person at the computer may hold it. */
  #map(keycode: number, symbol: number): void {
    const { lib, display } = this.#server
    lib.changeKeyboardMapping(display, keycode, 2, BigUint64Array.of(BigInt(symbol), BigInt(symbol)), 1)
  }

  #stroke(stroke: Stroke | undefined): void {
    if (!stroke) return
    const { lib, display } = this.#server
    const shift = evdevCodes.ShiftLeft + KEYCODE_OFFSET
    if (stroke.shift) lib.fakeKey(display, shift, 1, 0)
    lib.fakeKey(display, stroke.keycode, 1, 0)
    lib.fakeKey(display, stroke.keycode, 0, 0)
    if (stroke.shift) lib.fakeKey(display, shift, 0, 0)
  }
}
