import { describe, expect, it } from 'vitest'
import { MacBackend } from './backend.ts'
import type { CoreGraphics } from './core-graphics.ts'

type Call = readonly [name: string, ...args: readonly unknown[]]

const ARROW_UP = 0x7e

const createMac = () => {
  /** An event, as what was done to it before it was posted. */
  const events = new Map<bigint, Call[]>()
  const posted: Call[][] = []
  const state = {
    now: 1_000,
    secondsSinceInput: 100,
    released: 0,
    heldByPerson: 0,
    cursor: { x: 10.6, y: -3.4 },
  }
  let last = 0n
  const create = (...call: Call): bigint => {
    last += 1n
    events.set(last, [call])
    return last
  }
  const change = (event: bigint, ...call: Call): void => void events.get(event)?.push(call)
  const graphics: CoreGraphics = {
    createMouseEvent: (_, type, at, button) => create('mouse', type, at.x, at.y, button),
    createScrollEvent: (_, units, wheels, vertical, horizontal, depth) =>
      create('scroll', units, wheels, vertical + 0, horizontal + 0, depth),
    createKeyboardEvent: (_, keyCode, down) => create('key', keyCode, down),
    createEvent: () => create('locate'),
    setUnicodeString: (event, length, units) => change(event, 'text', length, String.fromCharCode(...units)),
    setIntegerField: (event, field, value) => change(event, 'field', field, value),
    // Of an arrow key: numeric pad and function; of the person at the Mac: Shift, whatever the viewer holds.
    getFlags: (event) => (events.get(event)?.[0]?.[1] === ARROW_UP ? 0xa0_0000 : 0) | state.heldByPerson,
    setFlags: (event, flags) => change(event, 'flags', flags),
    getLocation: () => state.cursor,
    post: (tap, event) => {
      expect(tap).toBe(0)
      posted.push(events.get(event) ?? [])
    },
    secondsSinceLastEvent: () => state.secondsSinceInput,
    release: (event) => {
      expect(events.delete(event)).toBe(true)
      state.released += 1
    },
  }
  const backend = new MacBackend(graphics, () => state.now)
  return { backend, posted, state, leaked: () => events.size }
}

const flags = (value: number): Call => ['flags', value]

const unstopped = new AbortController().signal

describe('macOS', () => {
  it('moves, and drags while a button is held', () => {
    const { backend, posted } = createMac()
    backend.move({ x: 3, y: 4 })
    backend.button('right', true)
    backend.move({ x: 5, y: 4 })
    backend.button('right', false)
    expect(posted).toEqual([
      [['mouse', 5, 3, 4, 0], flags(0)],
      [['mouse', 3, 3, 4, 1], ['field', 1, 1], flags(0)],
      [['mouse', 7, 5, 4, 1], flags(0)],
      [['mouse', 4, 5, 4, 1], ['field', 1, 1], flags(0)],
    ])
  })

  it('counts clicks that follow each other closely, at one place, by one button', () => {
    const { backend, posted, state } = createMac()
    const clickCounts = (): unknown[] => posted.splice(0).map((event) => event[1]?.[2])
    const click = (): void => {
      backend.button('left', true)
      backend.button('left', false)
    }
    click()
    click()
    click()
    expect(clickCounts()).toEqual([1, 1, 2, 2, 3, 3])
    state.now += 501
    click()
    expect(clickCounts()).toEqual([1, 1])
    backend.move({ x: 500, y: 500 })
    posted.length = 0
    click()
    expect(clickCounts()).toEqual([1, 1])
  })

  it('gives every event the modifiers that are held, and no other', () => {
    const { backend, posted } = createMac()
    backend.key('MetaLeft', true)
    backend.key('ShiftRight', true)
    backend.key('KeyC', true)
    backend.key('ShiftRight', false)
    backend.key('MetaLeft', false)
    expect(posted).toEqual([
      [['key', 0x37, true], flags(0x10_0000)],
      [['key', 0x3c, true], flags(0x12_0000)],
      [['key', 0x08, true], flags(0x12_0000)],
      [['key', 0x3c, false], flags(0x10_0000)],
      [['key', 0x37, false], flags(0)],
    ])
  })

  it('keeps what else an event is said to be, and takes no modifier from the person at the Mac', () => {
    const { backend, posted, state } = createMac()
    state.heldByPerson = 0x2_0000
    backend.key('ControlLeft', true)
    backend.key('ArrowUp', true)
    expect(posted).toEqual([
      [['key', 0x3b, true], flags(0x4_0000)],
      [['key', ARROW_UP, true], flags(0xa4_0000)],
    ])
  })

  it('presses no key that no Mac has', () => {
    const { backend, posted } = createMac()
    backend.key('ScrollLock', true)
    expect(posted).toEqual([])
  })

  it('types text as it is, whole characters in pieces of twenty units, lines and tabs by their keys', async () => {
    const { backend, posted } = createMac()
    await backend.text(`${'é'.repeat(19)}👍🏽\n한`, unstopped)
    const typed = posted.map(([create, text]) => [create?.[1], create?.[2], text?.[0] === 'text' && text[2]])
    expect(typed).toEqual([
      [0, true, 'é'.repeat(19)],
      [0, false, 'é'.repeat(19)],
      [0, true, '👍🏽'],
      [0, false, '👍🏽'],
      [0x24, true, false],
      [0x24, false, false],
      [0, true, '한'],
      [0, false, '한'],
    ])
  })

  it('scrolls by points, down and right where the viewer does, and keeps what is less than one', () => {
    const { backend, posted } = createMac()
    backend.wheel(0, 120)
    backend.wheel(60, 0)
    backend.wheel(0, 2)
    backend.wheel(0, 1)
    expect(posted.map(([create]) => create)).toEqual([
      ['scroll', 0, 2, -40, 0, 0],
      ['scroll', 0, 2, 0, -20, 0],
      ['scroll', 0, 2, -1, 0, 0],
    ])
  })

  it('tells where the pointer is, on whole points', () => {
    expect(createMac().backend.cursor()).toEqual({ x: 10, y: -4 })
  })

  it('takes input for the person’s own when it came well after the last that it posted', () => {
    const { backend, state } = createMac()
    backend.move({ x: 1, y: 1 })
    state.cursor = { x: 1, y: 1 }
    state.now += 200
    state.secondsSinceInput = 0.19
    expect(backend.tookLocalInput()).toBe(false)
    state.secondsSinceInput = 0.05
    expect(backend.tookLocalInput()).toBe(true)
    state.secondsSinceInput = 0.06
    expect(backend.tookLocalInput()).toBe(false)
  })

  it('notices the person’s mouse in the midst of moves, which all are counted alike', () => {
    const { backend, state } = createMac()
    backend.move({ x: 1, y: 1 })
    state.cursor = { x: 1, y: 1 }
    state.secondsSinceInput = 0
    expect(backend.tookLocalInput()).toBe(false)
    state.cursor = { x: 40, y: 1 }
    backend.move({ x: 3, y: 1 })
    expect(backend.tookLocalInput()).toBe(true)
  })

  it('leaves no event behind', async () => {
    const { backend, leaked } = createMac()
    backend.move({ x: 1, y: 1 })
    backend.key('KeyA', true)
    await backend.text('a\n', unstopped)
    expect(leaked()).toBe(0)
  })
})
