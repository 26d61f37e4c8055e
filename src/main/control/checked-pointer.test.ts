import { describe, expect, it } from 'vitest'
import { clicked, createWorld, display, settle, texts } from './testing/control-world.ts'

const { untilStopped } = texts.control
const narrower = { ...display, bounds: { ...display.bounds, width: 800 } }

describe('the pointer', () => {
  it('is checked when control begins, and put back', async () => {
    const world = createWorld()
    await world.grant('Ada')
    expect(world.control.report.pointer).toEqual({ kind: 'exact' })
    expect(world.process.pointer).toEqual({ x: 5, y: 5 })
    expect(world.reports.at(-1)?.pointer).toEqual({ kind: 'exact' })
  })

  it('that lands elsewhere is told, with how far', async () => {
    const world = createWorld()
    world.state.nextOffset = { x: -7, y: 3 }
    await world.grant('Ada')
    expect(world.control.report.pointer).toEqual({ kind: 'off', pixels: 7 })
  })

  it('is not fought over while it is checked: the person’s hand comes first, and the check when that rests', async () => {
    const world = createWorld()
    const asked = world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })
    const answered = world.question.answer(untilStopped)
    await asked
    world.process.say({ kind: 'local-input' })
    await answered
    expect(world.grantOf('Ada').state).toBe('paused')
    expect(world.control.report.pointer).toEqual({ kind: 'unchecked' })
    expect(world.process.commands).toEqual([])
    world.clock.advance(1_500)
    expect(world.grantOf('Ada').state).toBe('controlling')
    expect(world.inject('Ada', world.click())).toEqual([])
    await settle()
    expect(world.control.report.pointer).toEqual({ kind: 'exact' })
    expect(world.inject('Ada', world.click())).toEqual(clicked)
  })

  it('is checked on the last of the displays that change in a burst', async () => {
    const world = createWorld()
    await world.grant('Ada')
    const bounds = (width: number) => ({ ...display, bounds: { ...display.bounds, width } })
    const before = world.process.commands.length
    void world.moveDisplays([bounds(800)])
    await world.moveDisplays([bounds(600)])
    const moves = world.process.commands.slice(before)
    expect(moves.map((it) => it.kind === 'move' && it.to.x)).toEqual([186, 402, 5])
    expect(world.control.report.pointer).toEqual({ kind: 'exact' })
  })

  it('is checked again when displays change, and follows them', async () => {
    const world = createWorld()
    await world.grant('Ada')
    world.process.offset = { x: 2, y: 0 }
    await world.moveDisplays([{ ...display, nativeOrigin: { x: 100, y: 0 }, scaleFactor: 2 }])
    expect(world.inject('Ada', world.click())[0]).toEqual({ kind: 'move', to: { x: 1100, y: 500 } })
    expect(world.control.report.pointer.kind).toBe('off')
  })

  it('is told to be unchecked until it is, and takes nothing meanwhile', async () => {
    const world = createWorld()
    await world.grant('Ada')
    const kinds = () => world.reports.map(({ pointer }) => pointer.kind)
    const begun = world.reports.find(({ grants }) =>
      grants.some(({ grant }) => grant.state === 'controlling'),
    )
    expect(begun?.pointer.kind).toBe('unchecked')
    expect(kinds().at(-1)).toBe('exact')
    const moved = world.moveDisplays([narrower])
    expect(kinds().at(-1)).toBe('unchecked')
    expect(world.inject('Ada', world.click())).toEqual([])
    await moved
    expect(kinds().at(-1)).toBe('exact')
  })

  it('stays under the person’s hand when displays change, and is checked when that rests', async () => {
    const world = createWorld()
    await world.grant('Ada', untilStopped)
    world.process.say({ kind: 'local-input' })
    const before = world.process.commands.length
    await world.moveDisplays([narrower])
    expect(world.process.commands).toHaveLength(before)
    expect(world.control.report.pointer).toEqual({ kind: 'unchecked' })
    world.clock.advance(1_500)
    expect(world.inject('Ada', world.click())).toEqual([])
    await settle()
    expect(world.control.report.pointer).toEqual({ kind: 'exact' })
  })

  it.each(['before', 'after'])('stays under a question, asked %s displays change', async (when) => {
    const world = createWorld()
    await world.grant('Ada', untilStopped)
    const before = world.process.commands.length
    const asked = Promise.withResolvers<undefined>()
    const ask = () => world.control.withoutHelpers(() => asked.promise)
    const move = () => world.moveDisplays([narrower])
    const over = when === 'before' ? [ask(), move()] : [move(), ask()]
    await settle()
    expect(world.process.commands).toHaveLength(before)
    expect(world.control.report.pointer).toEqual({ kind: 'unchecked' })
    asked.resolve(undefined)
    await Promise.all(over)
    await settle()
    expect(world.control.report.pointer).toEqual({ kind: 'exact' })
  })

  it('stays while the picture is paused', async () => {
    const world = createWorld()
    await world.grant('Ada', untilStopped)
    const before = world.process.commands.length
    const show = async (isLive: boolean) => {
      world.state.isLive = isLive
      world.control.noteShare(true)
      await settle()
    }
    await show(false)
    await world.moveDisplays([narrower])
    expect(world.process.commands).toHaveLength(before)
    await show(true)
    expect(world.control.report.pointer).toEqual({ kind: 'exact' })
  })

  it('is checked anew by the injector that comes after one that was lost on the way', async () => {
    const world = createWorld()
    await world.grant('Ada', untilStopped)
    const moved = world.moveDisplays([narrower])
    world.process.crash()
    await moved
    expect(world.processes).toHaveLength(2)
    expect(world.control.report.pointer).toEqual({ kind: 'exact' })
  })
})
