import { describe, expect, it } from 'vitest'
import type { Input } from '#shared/protocol/input.ts'
import type { PortalRefusal } from './injector/portal-refusals.ts'
import { clicked, createWorld, display, forMinutes, hold, settle, texts } from './testing/control-world.ts'

const screen = { width: 1000, height: 500 }
const createWayland = () => createWorld(['Ada', 'Bo'], { isWayland: true })
type Wayland = ReturnType<typeof createWayland>

/** A viewer asks and the person allows it; the system's question is open then. */
const ask = async (world: Wayland, guestId = 'Ada') => {
  const asked = world.control.request({ guestId, level: 'control', by: 'viewer' })
  await world.question.answer(forMinutes)
  return asked
}
const give = async (world: Wayland, size = screen) => {
  world.process.pointer = null
  world.process.say({ kind: 'ready', screen: size })
  await settle()
}
const grant = async (world: Wayland, guestId = 'Ada') => {
  const asked = ask(world, guestId)
  await settle()
  await give(world)
  await asked
}

describe('control on Wayland', () => {
  it('is said to be impossible unless the person has switched it on', () => {
    const world = createWayland()
    expect(world.control.report.availability).toEqual({ point: 'wayland', control: null })
    world.state.isPortalAllowed = false
    expect(world.control.report.availability).toEqual({ point: 'wayland', control: 'wayland' })
  })

  it.each([
    ['two screens', [display, { ...display, id: 8 }]],
    ['a screen that is scaled', [{ ...display, scaleFactor: 1.5 }]],
    ['no screen', []],
  ])('is refused beforehand with %s', async (_, displays) => {
    const world = createWayland()
    await world.moveDisplays(displays)
    expect(world.control.report.availability.control).toBe('wayland-screens')
    world.control.setSource({ kind: 'window' })
    expect(world.control.report.availability.control).toBe('window-shared')
  })

  it("begins once the system has agreed as well, and says that clicks can't be checked", async () => {
    const world = createWayland()
    const asked = ask(world)
    await settle()
    expect(world.grantOf('Ada')).toEqual({ state: 'asked', level: 'control' })
    expect(world.inject('Ada', world.click())).toEqual([])
    await give(world)
    await asked
    expect(world.grantOf('Ada').state).toBe('controlling')
    expect(world.control.report.pointer).toEqual({ kind: 'unverifiable' })
    expect(world.inject('Ada', world.click())).toEqual(clicked)
    expect(world.processes).toHaveLength(1)
  })

  it('puts our windows away, and injects nothing while one of them is there', async () => {
    const world = createWayland()
    await grant(world)
    expect(world.state.areWindowsVisible).toBe(false)
    world.state.areWindowsVisible = true
    const inputs: Input[] = [
      { type: 'move', at: { x: 0.5, y: 0.5 }, sequence: 1 },
      world.click(),
      { type: 'wheel', dx: 0, dy: 120, at: { x: 0.5, y: 0.5 }, sequence: 3 },
      hold,
      { type: 'text', text: 'yes' },
    ]
    for (const input of inputs) {
      world.clock.advance(5_000)
      expect(world.inject('Ada', input)).toEqual([])
      expect(world.control.report.obstacle).toBe('own-window')
    }
    world.state.areWindowsVisible = false
    expect(world.inject('Ada', ...inputs.slice(3))).toHaveLength(2)
  })

  it("tells the person that their own hand isn't noticed, before they agree", () => {
    const world = createWayland()
    void world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })
    expect(world.question.options.detail).toContain(texts.control.onWayland)
    expect(world.question.options.detail).not.toContain(texts.control.controlMeans)
    expect(world.question.options.buttons).not.toContain(texts.control.onlyPoint)
  })

  it.each<[PortalRefusal, string, readonly string[]]>([
    ['denied', 'denied', []],
    ['unsuitable', 'unavailable', ['unsuitable']],
    ['failed', 'unavailable', ['failed']],
    ['missing', 'unavailable', ['missing']],
  ])('is not given when the system says %s', async (refusal, reason, told) => {
    const world = createWayland()
    const asked = ask(world)
    await settle()
    world.process.say({ kind: 'failed', refusal })
    await asked
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason })
    expect(world.state.told).toEqual(told)
    expect(world.process.isEnded).toBe(true)
    const { control } = world.control.report.availability
    expect(control).toBe(refusal === 'missing' ? 'unsupported' : null)
    // Somebody may have installed it by now.
    world.control.noteSettings()
    expect(world.control.report.availability.control).toBeNull()
  })

  it('is not given on another screen than the one that is shared', async () => {
    const world = createWayland()
    const asked = ask(world)
    await settle()
    await give(world, { width: 1001, height: 500 })
    await asked
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'unavailable' })
    expect(world.state.told).toEqual(['unsuitable'])
    expect(world.process.isEnded).toBe(true)
  })

  it("is not given by a minute of silence, which takes the system's question back", async () => {
    const world = createWayland()
    const asked = ask(world)
    await settle()
    world.clock.advance(60_000)
    await asked
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'unanswered' })
    expect(world.process.isEnded).toBe(true)
    // The portal may have shown nothing to be answered.
    expect(world.state.open).toEqual(['failed'])
    // Nor is anything to be clicked there once somebody controls.
    await grant(world, 'Bo')
    expect(world.state.open).toEqual([])
    expect(world.state.told).toHaveLength(1)
  })

  it('is asked for no longer once the viewer has left', async () => {
    const world = createWayland()
    const asked = ask(world)
    await settle()
    world.state.guests = world.state.guests.filter(({ id }) => id !== 'Ada')
    world.control.noteShare(true)
    await asked
    expect(world.process.isEnded).toBe(true)
    expect(world.control.report.grants).toEqual([])
    expect(world.state.told).toEqual([])
  })

  it.each([
    ['the person ends it in the system', 'revoked'],
    ['the portal is lost', 'failed'],
  ] as const)('ends at once when %s', async (_, reason) => {
    const world = createWayland()
    await grant(world)
    world.inject('Ada', hold)
    world.process.say({ kind: 'closed', reason })
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason })
    expect(world.process.isEnded).toBe(true)
  })

  it('ends when the process is lost: a new one would be a new question', async () => {
    const world = createWayland()
    await grant(world)
    world.inject('Ada', hold)
    world.process.crash()
    await settle()
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'failed' })
    expect(world.processes).toHaveLength(1)
    await grant(world)
    expect(world.grantOf('Ada').state).toBe('controlling')
  })

  it('ends when displays change, and when it is switched off', async () => {
    const world = createWayland()
    await grant(world)
    await world.moveDisplays([{ ...display, bounds: { ...display.bounds, width: 800 } }])
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'source-changed' })
    await world.moveDisplays([display])
    await grant(world)
    world.state.isPortalAllowed = false
    world.control.noteSettings()
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'revoked' })
    expect(world.process.isEnded).toBe(true)
  })

  it.each(['our own question', "the system's question"])(
    'is not had once it is switched off at %s',
    async (at) => {
      const world = createWayland()
      const asked = at === 'our own question' ? null : ask(world)
      const unanswered = asked ?? world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })
      await settle()
      world.state.isPortalAllowed = false
      world.control.noteSettings()
      // A question that nothing withdrew would be open for good.
      await settle()
      expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'revoked' })
      expect(world.questions).toEqual([])
      await unanswered
      expect(world.processes.every(({ isEnded }) => isEnded)).toBe(true)
      expect(world.processes).toHaveLength(asked ? 1 : 0)
    },
  )

  it('is given back when it cannot be used any more, whatever else the person is asked', async () => {
    const world = createWayland()
    const asked = ask(world)
    await settle()
    let close = (): void => undefined
    const quitting = world.control.withoutHelpers(() => new Promise<void>((resolve) => (close = resolve)))
    world.state.isLive = false
    await give(world)
    await asked
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'unavailable' })
    expect(world.process.isEnded).toBe(true)
    close()
    await quitting
  })

  it('passes to another viewer by a session of its own', async () => {
    const world = createWayland()
    await grant(world)
    const [first] = world.processes
    await grant(world, 'Bo')
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'handed-over' })
    expect(world.grantOf('Bo').state).toBe('controlling')
    expect(first?.isEnded).toBe(true)
    expect(world.processes).toHaveLength(2)
  })

  it('says that letters may be missing', async () => {
    const world = createWayland()
    await grant(world)
    world.process.say({ kind: 'text-uncertain' })
    expect(world.control.report.obstacle).toBe('text-uncertain')
  })
})
