import { describe, expect, it } from 'vitest'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import { evdevCodes, KEYCODE_OFFSET } from '../keys/evdev.ts'
import { keepInMemory } from '../native.ts'
import { keysymOf } from '../keys/keysyms.ts'
import type { LentKeys, LentNote } from './lent-note.ts'
import type { Library } from './library.ts'
import { Typist } from './typist.ts'

const FIRST = 8
const LAST = 255
/** Offset of the locked modifiers in XkbStateRec, and Caps Lock's bit there. */
const LOCKED_MODIFIERS = 9
const CAPS_LOCK = 2

/** Lets everything that is under way come to where it waits. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

/** An X server with an `a` on its keyboard and nothing else, which types what its keys mean when they are pressed. */
const createKeyboard = () => {
  const meanings = new Map<number, number>()
  const layOut = (): void => {
    meanings.clear()
    meanings.set(evdevCodes.KeyA + KEYCODE_OFFSET, keysymOf('a'))
  }
  layOut()
  const state = { typed: '', locked: 0, isOpen: true }
  const whileOpen = (): 0 => {
    expect(state.isOpen).toBe(true)
    return 0
  }
  const lib: Partial<Library> = {
    sync: whileOpen,
    free: whileOpen,
    displayKeycodes: (_, min, max) => {
      min[0] = FIRST
      max[0] = LAST
      return 0
    },
    getKeyboardMapping: (_, first, count, per) => {
      per[0] = 2
      const keysyms = new BigUint64Array(count * 2)
      for (const [keycode, keysym] of meanings)
        keysyms.fill(BigInt(keysym), (keycode - first) * 2, (keycode - first + 1) * 2)
      return keepInMemory(new Uint8Array(keysyms.buffer))
    },
    changeKeyboardMapping: (_, keycode, _per, [keysym = 0n]) => {
      if (keysym === 0n) meanings.delete(keycode)
      else meanings.set(keycode, Number(keysym))
      return whileOpen()
    },
    xkbGetState: (_, _device, into) => {
      into[LOCKED_MODIFIERS] = state.locked
      return 0
    },
    xkbLockModifiers: (_, _device, affect, values) => {
      state.locked = (state.locked & ~affect) | values
      return whileOpen()
    },
    fakeKey: (_, keycode, pressed) => {
      const keysym = meanings.get(keycode)
      if (pressed && keysym) state.typed += String.fromCodePoint(keysym & 0xff_ffff)
      return whileOpen()
    },
  }
  const clock = new ManualClock()
  let noted: LentKeys = new Map()
  const note: LentNote = { read: () => noted, write: (lent) => (noted = lent) }
  const createTypist = () => new Typist({ display: 1n, root: 1, lib: lib as Library }, clock, note)
  const typist = createTypist()
  const stop = new AbortController()
  const type = (text: string) =>
    typist.type(text, stop.signal).then(
      () => 'typed',
      () => 'given up',
    )
  /** As programs need to learn what was lent. */
  const learn = async (): Promise<void> => {
    clock.advance(100)
    await settle()
  }
  return { typist, createTypist, type, stop, learn, layOut, meanings, state, clock }
}

describe('a text on X11', () => {
  it('is typed by keys that are lent its characters, which are taken back at the end', async () => {
    const { type, learn, typist, meanings, state } = createKeyboard()
    const typed = type('a가é')
    await learn()
    expect(await typed).toBe('typed')
    expect(state.typed).toBe('a가é')
    expect(meanings.size).toBe(3)
    typist.close()
    expect(meanings.size).toBe(1)
  })

  it('is not typed on after it was given up', async () => {
    const { type, stop, state, clock } = createKeyboard()
    const typed = type('a'.repeat(1_000))
    await settle()
    stop.abort()
    expect(await typed).toBe('given up')
    expect(state.typed.length).toBeLessThan(200)
    expect(clock.pending).toBe(0)
  })

  it('that is given up while programs learn its characters types nothing, and the next one waits as long', async () => {
    const { typist, type, stop, learn, state } = createKeyboard()
    const typed = type('가')
    await settle()
    stop.abort()
    expect(await typed).toBe('given up')
    const next = typist.type('가', new AbortController().signal)
    await settle()
    expect(state.typed).toBe('')
    await learn()
    await next
    expect(state.typed).toBe('가')
  })

  it('is typed right after another layout was set, and leaves that as it is', async () => {
    const { typist, type, learn, layOut, meanings, state } = createKeyboard()
    const first = type('가나')
    await learn()
    await first
    const [lent = 0] = [...meanings].find(([, keysym]) => keysym === keysymOf('가')) ?? []
    layOut()
    meanings.set(lent, keysymOf('x'))
    const second = type('가')
    await learn()
    await second
    expect(state.typed).toBe('가나가')
    typist.close()
    expect([...meanings.values()]).toEqual([keysymOf('a'), keysymOf('x')])
  })

  it('is typed by keys that a process lent which was killed, and they are taken back at the end', async () => {
    const { createTypist, type, stop, learn, meanings, state } = createKeyboard()
    const first = type('가')
    await learn()
    await first
    const next = createTypist()
    const second = next.type('가나', stop.signal)
    await learn()
    await second
    expect(state.typed).toBe('가가나')
    expect(meanings.size).toBe(3)
    next.close()
    expect([...meanings.values()]).toEqual([keysymOf('a')])
  })

  it('leaves Caps Lock as it was, also when the server is left in the middle of it', async () => {
    const { typist, type, stop, learn, state, meanings } = createKeyboard()
    state.locked = CAPS_LOCK
    const typed = type('é')
    await settle()
    expect(state.locked).toBe(0)
    stop.abort()
    typist.close()
    state.isOpen = false
    expect(state.locked).toBe(CAPS_LOCK)
    expect(meanings.size).toBe(1)
    await learn()
    expect(await typed).toBe('given up')
  })
})
