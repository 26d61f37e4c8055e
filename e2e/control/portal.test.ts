import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Injector } from '../../src/main/control/injector/injector.ts'
import { createInjector } from './support/injector.ts'
import { startPortal, type PortalWorld } from './support/portal.ts'

/**
 * Wayland's way, through the system's own xdg-desktop-portal on a bus of its own. What stands behind the portal is played:
 * what a compositor makes of it is not seen here.
 */

const SCREEN = { width: 1920, height: 1080 }
const nothing = { keys: [], buttons: [] }

let world: PortalWorld
let injector: Injector
let pids: readonly number[]
let closings: string[]

const setUp = async (options: Parameters<typeof startPortal>[0] = {}): Promise<void> => {
  world = await startPortal(options)
  const started = createInjector({ env: world.env, asksSystem: true })
  injector = started.injector
  pids = started.pids
  closings = []
  injector.on('closed', (reason) => closings.push(reason))
}
const open = async (): Promise<void> => {
  expect(await injector.open()).toEqual({ kind: 'open', screen: SCREEN })
}
/** However busy the machine is. */
const eventually = (look: () => unknown) => expect.poll(look, { timeout: 20_000 })
const arrives = (...expected: readonly (readonly [string, ...number[]])[]) =>
  eventually(() => world.desktop.arrived).toEqual(expected)
const hold = (): void =>
  injector.inject([
    { kind: 'key', code: 'ControlLeft', pressed: true },
    { kind: 'button', button: 'left', pressed: true },
  ])
const held = [
  ['KeyboardKeycode', 29, 1],
  ['PointerButton', 0x110, 1],
] as const
const letGo = [
  ['PointerButton', 0x110, 0],
  ['KeyboardKeycode', 29, 0],
] as const

afterEach(async () => {
  await injector.stop()
  await world.stop()
})

describe('a desktop whose portal allows it', () => {
  beforeEach(() => setUp())

  it('is asked for mouse, keyboard and one whole screen, and for nothing to be remembered', async () => {
    await open()
    expect(world.desktop.asked).toEqual([
      ['CreateSession', {}],
      ['SelectDevices', { types: 3 }],
      ['SelectSources', { types: 1, multiple: false }],
      ['Start', {}],
    ])
  })

  it('gets moves, clicks, notches, keys and characters in order', async () => {
    await open()
    injector.inject([
      { kind: 'move', to: { x: 1919, y: 0 } },
      { kind: 'button', button: 'right', pressed: true },
      { kind: 'button', button: 'right', pressed: false },
      { kind: 'wheel', dx: -120, dy: 200 },
      { kind: 'wheel', dx: 0, dy: 40 },
      { kind: 'key', code: 'F5', pressed: true },
      { kind: 'key', code: 'F5', pressed: true },
      { kind: 'key', code: 'F5', pressed: false },
      { kind: 'text', text: 'aé\n한' },
    ])
    await arrives(
      ['PointerMotionAbsolute', 42, 1919, 0],
      ['PointerButton', 0x111, 1],
      ['PointerButton', 0x111, 0],
      ['PointerAxisDiscrete', 1, -1],
      ['PointerAxisDiscrete', 0, 1],
      ['PointerAxisDiscrete', 0, 1],
      ['KeyboardKeycode', 63, 1],
      ['KeyboardKeycode', 63, 0],
      ...[0x61, 0xe9, 0xff0d, 0x0100_0000 + 0xd55c].flatMap((symbol) => [
        ['KeyboardKeysym', symbol, 1] as const,
        ['KeyboardKeysym', symbol, 0] as const,
      ]),
    )
  })

  it('refuses a point outside the screen that it gave, and that is said', async () => {
    await open()
    const refused = new Promise<void>((resolve) => injector.on('refused', resolve))
    injector.inject([{ kind: 'move', to: { x: 1920, y: 0 } }])
    await refused
    expect(world.desktop.arrived).toEqual([])
  })

  it('tells neither where the pointer is nor what the person does', async () => {
    await open()
    expect(await injector.locate()).toBeNull()
  })

  it('has every key and button up when they are released', async () => {
    await open()
    hold()
    await arrives(...held)
    injector.release(nothing)
    await arrives(...held, ...letGo)
  })

  it('has every key and button up, and no session, once control ends', async () => {
    await open()
    hold()
    await arrives(...held)
    await injector.stop()
    await arrives(...held, ...letGo)
    await eventually(() => world.desktop.sessions).toBe(0)
    expect(closings).toEqual([])
  })

  it('has no session any more once the injector is killed, which is not started anew', async () => {
    await open()
    hold()
    await arrives(...held)
    process.kill(pids[0] ?? 0, 'SIGKILL')
    await eventually(() => world.desktop.sessions).toBe(0)
    await eventually(() => closings).toEqual(['failed'])
    await injector.stop()
    expect(pids).toHaveLength(1)
  })

  it('ends control at once when the person ends it there', async () => {
    await open()
    hold()
    await arrives(...held)
    world.desktop.endSessions()
    await eventually(() => closings).toEqual(['revoked'])
    expect(injector.isThere).toBe(false)
  })

  it('ends control when the bus is lost', async () => {
    await open()
    await world.endBus()
    await eventually(() => closings).toEqual(['failed'])
  })

  it('is asked anew each time', async () => {
    await open()
    await injector.stop()
    await open()
    expect(world.desktop.asked.filter(([member]) => member === 'Start')).toHaveLength(2)
  })

  it('has its dialog closed when nobody has to answer it any more', async () => {
    world.desktop.decision = 'wait'
    const opening = injector.open()
    await eventually(() => world.desktop.dialogs).toBe(1)
    void injector.stop()
    expect(await opening).toEqual({ kind: 'refused', refusal: 'failed' })
    await eventually(() => world.desktop.dialogs).toBe(0)
  })

  it.each([
    ['the person says no', { decision: 'deny' }, 'denied'],
    ['the person keeps the keyboard', { devices: 2 }, 'unsuitable'],
    ['the person gives nothing but a picture', { devices: 0 }, 'unsuitable'],
    ['no screen is given', { screens: [] }, 'unsuitable'],
    ['the screen has no size', { screens: [null] }, 'unsuitable'],
    [
      'there are two screens',
      {
        screens: [
          [1920, 1080],
          [800, 600],
        ],
      },
      'unsuitable',
    ],
  ] as const)('gives no control when %s', async (_, behaviour, refusal) => {
    Object.assign(world.desktop, behaviour)
    expect(await injector.open()).toEqual({ kind: 'refused', refusal })
    await eventually(() => world.desktop.sessions).toBe(0)
    expect(injector.isThere).toBe(false)
  })
})

it('says where a desktop has no such portal', async () => {
  await setUp({ interfaces: ['ScreenCast'] })
  expect(await injector.open()).toEqual({ kind: 'refused', refusal: 'missing' })
})

it('says where there is no bus', async () => {
  await setUp()
  await world.endBus()
  expect(await injector.open()).toEqual({ kind: 'refused', refusal: 'missing' })
})
