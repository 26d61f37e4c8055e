import { describe, expect, it } from 'vitest'
import { WindowsBackend } from './backend.ts'
import { INPUT_BYTES } from './structs.ts'
import type { User32 } from './user32.ts'

interface Sent {
  readonly type: number
  readonly flags: number
  readonly dx: number
  readonly dy: number
  readonly data: number
  readonly key: number
  readonly scan: number
}

/** Reads an INPUT as the system does. */
const read = (bytes: Uint8Array, index: number): Sent => {
  const view = new DataView(bytes.buffer, bytes.byteOffset + index * INPUT_BYTES, INPUT_BYTES)
  const type = view.getUint32(0, true)
  return {
    type,
    flags: view.getUint32(type === 0 ? 20 : 12, true),
    dx: type === 0 ? view.getInt32(8, true) : 0,
    dy: type === 0 ? view.getInt32(12, true) : 0,
    data: type === 0 ? view.getInt32(16, true) : 0,
    key: type === 1 ? view.getUint16(8, true) : 0,
    scan: type === 1 ? view.getUint16(10, true) : 0,
  }
}

const createWindows = (metrics: Readonly<Record<number, number>> = {}) => {
  const sent: Sent[] = []
  const state = { tick: 1_000, lastInput: 0, takes: Number.POSITIVE_INFINITY, refused: 0, cursor: [-7, 8] }
  const user32: User32 = {
    sendInput: (count, inputs, size) => {
      expect(size).toBe(INPUT_BYTES)
      const taken = Math.min(count, state.takes)
      for (let index = 0; index < taken; index += 1) sent.push(read(inputs, index))
      return taken
    },
    // A display of 1920 × 1080, and one of 1280 × 1024 left of and a little below it.
    getSystemMetrics: (index) => metrics[index] ?? { 76: -1280, 77: 0, 78: 3200, 79: 1224 }[index] ?? 0,
    getCursorPos: (point) => {
      point.set(state.cursor)
      return true
    },
    getLastInputInfo: (info) => {
      expect(info[0]).toBe(8)
      info[1] = state.lastInput
      return true
    },
    getTickCount: () => state.tick,
  }
  const backend = new WindowsBackend(user32, { onRefused: () => void (state.refused += 1) })
  return { backend, sent, state }
}

/** Only what is not zero. */
const brief = (sent: readonly Sent[]) =>
  sent.map((input) => Object.fromEntries(Object.entries(input).filter(([, value]) => value !== 0)))

const unstopped = new AbortController().signal

describe('Windows', () => {
  it('moves over the whole virtual desktop, left of the primary display too', () => {
    const { backend, sent } = createWindows()
    backend.move({ x: -1280, y: 0 })
    backend.move({ x: 1919, y: 1223 })
    expect(sent.map(({ flags }) => flags)).toEqual([0xc001, 0xc001])
    expect(
      sent.map(({ dx, dy }) => [Math.floor((dx * 3200) / 65_536), Math.floor((dy * 1224) / 65_536)]),
    ).toEqual([
      [0, 0],
      [3199, 1223],
    ])
  })

  it('stays on the desktop where a rounded edge lies beyond it', () => {
    const { backend, sent } = createWindows()
    backend.move({ x: 1921, y: 1225 })
    backend.move({ x: -1282, y: -1 })
    expect(
      sent.map(({ dx, dy }) => [Math.floor((dx * 3200) / 65_536), Math.floor((dy * 1224) / 65_536)]),
    ).toEqual([
      [3199, 1223],
      [0, 0],
    ])
  })

  it('does not take it for the person’s hand that the pointer stayed on the desktop', () => {
    const { backend, state } = createWindows()
    // A display of 300 %, whose bounds are a point too wide.
    backend.move({ x: 1922, y: 1223 })
    state.cursor = [1919, 1223]
    // So late that it has come to where it was put.
    state.tick += 1_000
    expect(backend.tookLocalInput()).toBe(false)
  })

  it('presses each button by its flags', () => {
    const { backend, sent } = createWindows()
    for (const button of ['left', 'right', 'middle', 'back', 'forward'] as const) {
      backend.button(button, true)
      backend.button(button, false)
    }
    expect(sent.map(({ flags, data }) => [flags, data])).toEqual([
      [0x2, 0],
      [0x4, 0],
      [0x8, 0],
      [0x10, 0],
      [0x20, 0],
      [0x40, 0],
      [0x80, 1],
      [0x100, 1],
      [0x80, 2],
      [0x100, 2],
    ])
  })

  it('presses the button that a person with swapped buttons calls left', () => {
    const { backend, sent } = createWindows({ 23: 1 })
    backend.button('left', true)
    backend.button('right', true)
    backend.button('middle', true)
    expect(sent.map(({ flags }) => flags)).toEqual([0x8, 0x2, 0x20])
  })

  it('turns the wheel down and right, which Windows counts as negative and positive', () => {
    const { backend, sent } = createWindows()
    backend.wheel(0, 120)
    backend.wheel(60, 0)
    backend.wheel(0, 0)
    expect(brief(sent)).toEqual([
      { flags: 0x800, data: -120 },
      { flags: 0x1000, data: 60 },
    ])
  })

  it('presses keys by their scan codes, extended ones as such', () => {
    const { backend, sent } = createWindows()
    backend.key('KeyA', true)
    backend.key('ControlRight', true)
    backend.key('ControlRight', false)
    expect(brief(sent)).toEqual([
      { type: 1, scan: 0x1e, flags: 0x8 },
      { type: 1, scan: 0x1d, flags: 0x9 },
      { type: 1, scan: 0x1d, flags: 0xb },
    ])
  })

  it('presses Pause, which no scan code stands for, and leaves Num Lock alone', () => {
    const { backend, sent } = createWindows()
    backend.key('Pause', true)
    backend.key('Pause', false)
    backend.key('NumLock', true)
    expect(brief(sent)).toEqual([
      { type: 1, key: 0x13, scan: 0x45 },
      { type: 1, key: 0x13, scan: 0x45, flags: 0x2 },
      // Without 0xe0: layouts know no key that sends it along with 0x45.
      { type: 1, scan: 0x45, flags: 0x8 },
    ])
  })

  it('types each UTF-16 unit, both halves of an emoji, and keys for line feed and tab', async () => {
    const { backend, sent } = createWindows()
    await backend.text('é한👍\n', unstopped)
    expect(sent.map(({ scan, flags }) => [scan, flags])).toEqual([
      ...[0xe9, 0xd55c, 0xd83d, 0xdc4d].flatMap((unit) => [
        [unit, 0x4],
        [unit, 0x6],
      ]),
      [0x1c, 0x8],
      [0x1c, 0xa],
    ])
  })

  it('says when the system does not take an input, as when another program blocks all', () => {
    const { backend, state } = createWindows()
    state.takes = 0
    backend.key('KeyA', true)
    expect(state.refused).toBe(1)
  })

  it('takes input for the person’s own when it is stamped well after the last that it sent', () => {
    const { backend, state } = createWindows()
    backend.move({ x: 0, y: 0 })
    state.lastInput = 1_016
    expect(backend.tookLocalInput()).toBe(false)
    state.lastInput = 1_300
    expect(backend.tookLocalInput()).toBe(true)
    expect(backend.tookLocalInput()).toBe(false)
  })

  it('notices the person’s mouse in the midst of moves, which all are stamped alike', () => {
    const { backend, state } = createWindows()
    backend.move({ x: 10, y: 10 })
    state.cursor = [10, 10]
    state.lastInput = state.tick
    expect(backend.tookLocalInput()).toBe(false)
    state.cursor = [60, 10]
    backend.move({ x: 20, y: 10 })
    expect(backend.tookLocalInput()).toBe(true)
  })

  it('knows it across the turn of the tick count', () => {
    const { backend, state } = createWindows()
    state.tick = 0xffff_fff0
    backend.move({ x: 0, y: 0 })
    state.lastInput = 5
    expect(backend.tookLocalInput()).toBe(false)
    state.lastInput = 200
    expect(backend.tookLocalInput()).toBe(true)
  })

  it('tells where the pointer is', () => {
    expect(createWindows().backend.cursor()).toEqual({ x: -7, y: 8 })
  })
})
