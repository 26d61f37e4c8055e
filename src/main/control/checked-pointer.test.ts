import { describe, expect, it } from 'vitest'
import { clicked, createWorld, display, settle, texts } from './testing/control-world.ts'

const { untilStopped } = texts.control

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
})
