import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contains, fractionOf, type Rect } from '#shared/geometry.ts'
import {
  HELD_INTERVAL_MS,
  HELD_TIMEOUT_MS,
  pointerButtons,
  TEXT_ALLOWANCE,
  type Input,
  type PointerButton,
} from '#shared/protocol/input.ts'
import { keyCodes, type KeyCode } from '#shared/protocol/key-codes.ts'
import { encodeMotion, MAX_SEQUENCE, parseMotion } from '#shared/protocol/motion.ts'
import { Gate, type GateWorld } from './gate.ts'
import type { Command } from './injector/messages.ts'

/** The second of two displays; a window of ours lies in its middle. */
const surface: Rect = { x: -1280, y: 200, width: 1280, height: 1024 }
const ours: Rect = { x: -800, y: 500, width: 300, height: 200 }

interface Scene {
  surface: Rect | null
  own: readonly Rect[]
  isOwnFocused: boolean
  now: number
}

const createGate = (changes: Partial<Scene> = {}) => {
  const scene: Scene = { surface, own: [ours], isOwnFocused: false, now: 1_000, ...changes }
  const world: GateWorld = {
    surface: () => scene.surface,
    ownWindows: () => scene.own,
    isOwnAnywhere: () => false,
    isOwnWindowFocused: () => scene.isOwnFocused,
  }
  let refusals = 0
  const gate = new Gate({ world, clock: { now: () => scene.now }, onOwnWindow: () => void (refusals += 1) })
  /** How often something was refused for our windows' sake since this was asked last. */
  const takeRefusals = (): number => {
    const taken = refusals
    refusals = 0
    return taken
  }
  return { gate, scene, takeRefusals }
}

const at = (x: number, y: number) => fractionOf({ x, y }, surface)
const move = (x: number, y: number, sequence = 1): Input => ({ type: 'move', at: at(x, y), sequence })
const button = (pressed: boolean, x: number, y: number, sequence = 1): Input => ({
  type: 'button',
  button: 'left',
  pressed,
  at: at(x, y),
  sequence,
})
const key = (code: KeyCode, pressed: boolean): Input => ({ type: 'key', code, pressed })

describe('the gate', () => {
  it('puts a place of the picture on the shared display', () => {
    const { gate } = createGate()
    expect(gate.admit({ type: 'move', at: { x: 0, y: 0 }, sequence: 1 })).toEqual([
      { kind: 'move', to: { x: -1280, y: 200 } },
    ])
    expect(gate.admit({ type: 'move', at: { x: 1, y: 1 }, sequence: 2 })).toEqual([
      { kind: 'move', to: { x: -1, y: 1223 } },
    ])
  })

  it('follows a display that moves, and passes nothing when it is gone', () => {
    const { gate, scene } = createGate()
    scene.surface = { x: 0, y: 0, width: 100, height: 50 }
    expect(gate.admit({ type: 'move', at: { x: 0.5, y: 0.5 }, sequence: 1 })).toEqual([
      { kind: 'move', to: { x: 50, y: 25 } },
    ])
    scene.surface = null
    for (const input of [move(0, 0, 2), button(true, 0, 0, 3), key('KeyA', true)])
      expect(gate.admit(input)).toEqual([])
  })

  it('forgets moves that come late, and those that a click has overtaken', () => {
    const { gate } = createGate()
    expect(gate.admit(move(-10, 300, 5))).toHaveLength(1)
    expect(gate.admit(move(-20, 300, 5))).toEqual([])
    expect(gate.admit(move(-20, 300, 4))).toEqual([])
    expect(gate.admit(button(true, -30, 300, 9))).toHaveLength(2)
    expect(gate.admit(move(-20, 300, 8))).toEqual([])
  })

  it('clicks where the click was made, though a later move came first', () => {
    const { gate } = createGate()
    gate.admit(move(-10, 300, 9))
    expect(gate.admit(button(true, -30, 310, 8))).toEqual([
      { kind: 'move', to: { x: -30, y: 310 } },
      { kind: 'button', button: 'left', pressed: true },
    ])
    expect(gate.admit(move(-50, 300, 8))).toEqual([])
  })

  it('goes on counting after the highest number', () => {
    const { gate } = createGate()
    gate.admit(move(-10, 300, MAX_SEQUENCE))
    expect(gate.admit(move(-20, 300, 0))).toHaveLength(1)
  })

  describe('keeps a viewer out of our own windows', () => {
    it('with clicks and the wheel', () => {
      const { gate } = createGate()
      expect(gate.admit(button(true, -700, 600))).toEqual([])
      expect(gate.admit({ type: 'wheel', dx: 0, dy: 120, at: at(-700, 600), sequence: 2 })).toEqual([])
    })

    it('with keys, while the pointer is on one or one has the focus', () => {
      const { gate, scene } = createGate()
      gate.admit(move(-700, 600, 1))
      expect(gate.admit(key('Enter', true))).toEqual([])
      expect(gate.admit({ type: 'text', text: 'a' })).toEqual([])
      gate.admit(move(-10, 300, 2))
      expect(gate.admit(key('Enter', true))).toHaveLength(1)
      scene.isOwnFocused = true
      expect(gate.admit(key('Tab', true))).toEqual([])
      expect(gate.admit({ type: 'text', text: 'a' })).toEqual([])
    })

    it('and tells of it, so that the viewer learns why nothing happens', () => {
      const { gate, scene, takeRefusals } = createGate()
      gate.admit(move(-700, 600, 1))
      expect(takeRefusals()).toBe(0)
      gate.admit(button(true, -700, 600, 2))
      gate.admit({ type: 'wheel', dx: 0, dy: 120, at: at(-700, 600), sequence: 3 })
      gate.admit({ type: 'text', text: 'a' })
      gate.admit(move(-10, 300, 4))
      scene.isOwnFocused = true
      gate.admit(key('KeyA', true))
      expect(takeRefusals()).toBe(4)
      scene.isOwnFocused = false
      gate.admit(key('KeyA', true))
      gate.admit(button(true, -10, 300, 5))
      expect(takeRefusals()).toBe(0)
    })

    it('with what it drags, which is let go where it was', () => {
      const { gate } = createGate()
      gate.admit(button(true, -10, 300, 1))
      expect(gate.admit(move(-700, 600, 2))).toEqual([])
      expect(gate.admit(button(false, -700, 600, 3))).toEqual([
        { kind: 'button', button: 'left', pressed: false },
      ])
    })
  })

  it('lets go of a key that was pressed before the focus came to us', () => {
    const { gate, scene } = createGate()
    gate.admit(key('AltLeft', true))
    scene.isOwnFocused = true
    expect(gate.admit(key('AltLeft', false))).toEqual([{ kind: 'key', code: 'AltLeft', pressed: false }])
  })

  it('releases nothing that it did not press', () => {
    const { gate } = createGate()
    expect(gate.admit(key('ControlLeft', false))).toEqual([])
    expect(gate.admit(button(false, -10, 300))).toEqual([])
  })

  it('believes what the viewer says it holds: lets go of the rest, takes up modifiers and no other key', () => {
    const { gate } = createGate()
    gate.admit(key('KeyA', true))
    gate.admit(key('ShiftLeft', true))
    expect(gate.admit({ type: 'held', keys: ['ControlLeft', 'KeyB'], buttons: ['left'] })).toEqual([
      { kind: 'key', code: 'KeyA', pressed: false },
      { kind: 'key', code: 'ShiftLeft', pressed: false },
      { kind: 'key', code: 'ControlLeft', pressed: true },
    ])
    expect(gate.held).toEqual({ keys: ['ControlLeft'], buttons: [] })
  })

  it('takes up no modifier that was held before the viewer was silent, but what it holds now', () => {
    const { gate, scene } = createGate()
    gate.admit(key('ControlLeft', true))
    scene.now += HELD_TIMEOUT_MS + 1
    gate.release()
    const held: Input = { type: 'held', keys: ['ControlLeft'], buttons: [] }
    expect(gate.admit(held)).toEqual([])
    scene.now += 10
    expect(gate.admit(held)).toEqual([])
    expect(gate.admit(key('ControlLeft', false))).toEqual([])
    scene.now += HELD_INTERVAL_MS
    expect(gate.admit(held)).toEqual([{ kind: 'key', code: 'ControlLeft', pressed: true }])
  })

  it('takes a click in the midst of a wheel that turns at every frame of a fast screen', () => {
    const { gate, scene } = createGate()
    const turn: Input = { type: 'wheel', dx: 0, dy: 3, at: at(-1270, 210), sequence: 1 }
    for (let frame = 0; frame < 10 * 240; frame += 1) {
      gate.admit(turn)
      scene.now += 1_000 / 240
    }
    expect(gate.admit(button(true, -1270, 210, 2))).toContainEqual({
      kind: 'button',
      button: 'left',
      pressed: true,
    })
    expect(gate.admit(key('Enter', true))).toHaveLength(1)
  })

  it('is overdue when something is held and nothing is heard for too long', () => {
    const { gate, scene } = createGate()
    scene.now += 10_000
    expect(gate.isOverdue).toBe(false)
    gate.admit(key('KeyA', true))
    scene.now += HELD_TIMEOUT_MS
    expect(gate.isOverdue).toBe(false)
    scene.now += 1
    expect(gate.isOverdue).toBe(true)
    gate.admit({ type: 'held', keys: ['KeyA'], buttons: [] })
    expect(gate.isOverdue).toBe(false)
  })

  it('is overdue while a text may still be typed, until that is stopped', () => {
    const { gate, scene } = createGate()
    gate.admit({ type: 'text', text: 'a long one' })
    expect(gate.isOverdue).toBe(false)
    scene.now += HELD_TIMEOUT_MS + 1
    expect(gate.isOverdue).toBe(true)
    gate.release()
    expect(gate.isOverdue).toBe(false)
  })

  it('is overdue though the pointer still moves: that comes on another channel than releases', () => {
    const { gate, scene } = createGate()
    gate.admit(key('ControlLeft', true))
    for (let i = 0; i < 20; i += 1) {
      scene.now += 100
      gate.admit(move(-10 - i, 300, i))
    }
    expect(gate.isOverdue).toBe(true)
  })

  it('takes so many inputs and no more, and all of them again a little later', () => {
    const { gate, scene } = createGate()
    const storm = () =>
      Array.from({ length: 2_000 }, (_, i) => gate.admit(key('KeyA', i % 2 === 0))).flat().length
    expect(storm()).toBeLessThanOrEqual(600)
    scene.now += 2_000
    expect(storm()).toBeGreaterThan(400)
  })

  it('takes all of a long text that comes as fast as viewers send it, though it was stuck for a while', () => {
    const { gate, scene } = createGate()
    const piece: Input = { type: 'text', text: 'x'.repeat(200) }
    const send = (units: number): void => {
      for (let sent = 0; sent < units; sent += 200) expect(gate.admit(piece)).toHaveLength(1)
    }
    send(TEXT_ALLOWANCE.burst)
    for (let second = 0; second < 60; second += 1) {
      scene.now += 1_000
      send(TEXT_ALLOWANCE.perSecond)
    }
    scene.now += 5_000
    send(5 * TEXT_ALLOWANCE.perSecond)
    // Faster than that is no viewer of ours.
    expect(Array.from({ length: 200 }, () => gate.admit(piece)).flat().length).toBeLessThan(60)
  })

  it('lets go even of what is over the limit', () => {
    const { gate } = createGate()
    gate.admit(key('ShiftLeft', true))
    for (let i = 0; i < 1_000; i += 1) gate.admit(key('KeyA', i % 2 === 0))
    expect(gate.admit(key('ShiftLeft', false))).toHaveLength(1)
  })
})

const keyInput = fc.record({
  type: fc.constant('key' as const),
  code: fc.constantFrom(...keyCodes),
  pressed: fc.boolean(),
})
const fraction = fc.double({ min: 0, max: 1, noNaN: true })
const placed = {
  at: fc.record({ x: fraction, y: fraction }),
  sequence: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: MAX_SEQUENCE })),
}
const anyInput: fc.Arbitrary<Input> = fc.oneof(
  // As it comes over the channel, bytes and all.
  fc.record(placed).map((motion): Input => {
    const parsed = parseMotion(encodeMotion(motion))
    if (!parsed.ok) throw new Error('a move of our own is refused')
    return { type: 'move', ...parsed.value }
  }),
  fc.record({
    type: fc.constant('button' as const),
    button: fc.constantFrom(...pointerButtons),
    pressed: fc.boolean(),
    ...placed,
  }),
  fc.record({
    type: fc.constant('wheel' as const),
    dx: fc.integer({ min: -6_000, max: 6_000 }),
    dy: fc.integer({ min: -6_000, max: 6_000 }),
    ...placed,
  }),
  keyInput,
  fc.record({ type: fc.constant('text' as const), text: fc.string({ minLength: 1 }) }),
  fc.record({
    type: fc.constant('held' as const),
    keys: fc.array(fc.constantFrom(...keyCodes), { maxLength: 5 }),
    buttons: fc.array(fc.constantFrom(...pointerButtons), { maxLength: 3 }),
  }),
  fc.constant<Input>({ type: 'release-all' }),
)

/** What the computer would hold after these commands; the order is the injector's. */
const replay = (commands: readonly Command[]) => {
  const keys = new Set<KeyCode>()
  const buttons = new Set<PointerButton>()
  for (const command of commands) {
    if (command.kind === 'key') keys[command.pressed ? 'add' : 'delete'](command.code)
    if (command.kind === 'button') buttons[command.pressed ? 'add' : 'delete'](command.button)
  }
  return { keys, buttons }
}

describe('whatever a viewer sends, in whatever order, lost, late or twice', () => {
  it('lands on the shared display and never clicks in a window of ours', () => {
    fc.assert(
      fc.property(fc.array(anyInput, { maxLength: 80 }), (inputs) => {
        const { gate } = createGate()
        let pointer: { x: number; y: number } | null = null
        for (const command of inputs.flatMap((input) => gate.admit(input))) {
          if (command.kind === 'move') {
            pointer = command.to
            expect(contains(surface, pointer)).toBe(true)
          }
          const presses = command.kind === 'wheel' || ('pressed' in command && command.pressed)
          if (presses && pointer) expect(contains(ours, pointer)).toBe(false)
          if (command.kind === 'wheel' || command.kind === 'button') expect(pointer).not.toBeNull()
        }
      }),
      { numRuns: 500 },
    )
  })

  it('leaves nothing held at the end, and until then what the gate says is held', () => {
    fc.assert(
      fc.property(fc.array(anyInput, { maxLength: 80 }), (inputs) => {
        const { gate } = createGate()
        const commands = inputs.flatMap((input) => gate.admit(input))
        const held = replay(commands)
        expect([...held.keys].sort()).toEqual([...gate.held.keys].sort())
        expect([...held.buttons].sort()).toEqual([...gate.held.buttons].sort())
        const { keys, buttons } = replay([...commands, ...gate.release()])
        expect(keys.size + buttons.size).toBe(0)
      }),
      { numRuns: 500 },
    )
  })

  it('does nothing while nothing is shared', () => {
    fc.assert(
      fc.property(fc.array(anyInput, { maxLength: 40 }), (inputs) => {
        const { gate } = createGate({ surface: null })
        expect(inputs.flatMap((input) => gate.admit(input))).toEqual([])
      }),
    )
  })
})
