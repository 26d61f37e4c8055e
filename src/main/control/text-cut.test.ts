import { describe, expect, it } from 'vitest'
import type { Input } from '#shared/protocol/input.ts'
import { createWorld, display, settle, texts, type World } from './testing/control-world.ts'

const text = (written: string): Input => ({ type: 'text', text: written })
const enter: Input = { type: 'key', code: 'Enter', pressed: true }
/** How a viewer answers that it has heard. */
const heard: Input = { type: 'release-all' }

const cutsOf = (world: World): number =>
  world.reports.filter(
    ({ obstacle }, index) => obstacle === 'text-cut' && world.reports[index - 1]?.obstacle !== 'text-cut',
  ).length

/** What comes in the midst of a text and is over again when this resolves. */
const interruptions: [string, (world: World) => unknown][] = [
  ['displays change', (world) => world.moveDisplays([{ ...display, scaleFactor: 2 }])],
  ['the person is asked something', (world) => world.control.withoutHelpers(() => Promise.resolve())],
  ['a window of the app comes up', ({ control }) => control.release()],
  ['the injector is lost', ({ process }) => process.crash()],
  ['the viewer is not heard for two seconds', ({ clock }) => clock.advance(2_000)],
]

describe('a text', () => {
  it.each(interruptions)('that is cut because %s has no hole, but an end', async (_, interrupt) => {
    const world = createWorld()
    await world.grant('Ada', texts.control.untilStopped)
    expect(world.inject('Ada', text('one '))).toEqual([{ kind: 'text', text: 'one ' }])
    await interrupt(world)
    expect(world.control.report.obstacle).toBe('text-cut')
    expect(cutsOf(world)).toBe(1)
    // On its way when the viewer had not heard yet, with the key that was to follow.
    expect(world.inject('Ada', text('three'), enter)).toEqual([])
    expect(world.inject('Ada', heard, text('anew'), enter)).toEqual([
      { kind: 'text', text: 'anew' },
      { kind: 'key', code: 'Enter', pressed: true },
    ])
  })

  it.each([0, 1_800])(
    'has no hole though the connection was lost after %i ms, and is back',
    async (silenceMs) => {
      const world = createWorld()
      await world.grant('Ada', texts.control.untilStopped)
      const connect = (to: 'interrupted' | 'watching'): void => {
        world.state.guests = world.state.guests.map((guest) => ({ ...guest, state: to }))
        world.control.noteShare(true)
      }
      world.inject('Ada', text('one '))
      world.clock.advance(silenceMs)
      expect(cutsOf(world)).toBe(silenceMs > 0 ? 1 : 0)
      connect('interrupted')
      connect('watching')
      // Was on its way all the time.
      expect(world.inject('Ada', text('three'), enter)).toEqual([])
      expect(world.inject('Ada', heard, text('anew'))).toEqual([{ kind: 'text', text: 'anew' }])
    },
  )

  it('that comes while nothing is taken is dropped, with what follows, and the viewer told', async () => {
    const world = createWorld()
    await world.grant('Ada')
    const moved = world.moveDisplays([{ ...display, scaleFactor: 2 }])
    expect(world.inject('Ada', text('one '))).not.toContainEqual({ kind: 'text', text: 'one ' })
    expect(world.control.report.obstacle).toBe('text-cut')
    await moved
    expect(world.inject('Ada', text('two'))).toEqual([])
    expect(world.inject('Ada', heard, text('anew'))).toEqual([{ kind: 'text', text: 'anew' }])
  })

  it('that is cut is told of each time', async () => {
    const world = createWorld()
    await world.grant('Ada')
    for (const times of [1, 2, 3]) {
      world.inject('Ada', heard)
      world.inject('Ada', text('long'))
      await world.moveDisplays([{ ...display, scaleFactor: times }])
      expect(cutsOf(world)).toBe(times)
    }
  })

  it('that takes long to be typed is cut however long ago it came', async () => {
    const world = createWorld()
    await world.grant('Ada', texts.control.untilStopped)
    world.process.typesSlowly = true
    world.inject('Ada', text('長'.repeat(1_000)))
    for (let seconds = 0; seconds < 10; seconds += 1) {
      world.clock.advance(1_000)
      world.inject('Ada', { type: 'held', keys: [], buttons: [] })
    }
    world.control.release()
    expect(cutsOf(world)).toBe(1)
    world.inject('Ada', heard, text('短'))
    world.process.say({ kind: 'typed' })
    world.clock.advance(1_500)
    world.control.release()
    expect(cutsOf(world)).toBe(1)
  })

  it('that was typed a while ago, or was stopped by its viewer, was not cut', async () => {
    const world = createWorld()
    await world.grant('Ada')
    world.inject('Ada', text('long'))
    world.inject('Ada', heard)
    await world.moveDisplays([{ ...display, scaleFactor: 2 }])
    world.inject('Ada', text('long'))
    world.clock.advance(1_500)
    world.control.release()
    await settle()
    expect(cutsOf(world)).toBe(0)
    expect(world.inject('Ada', enter)).toHaveLength(1)
  })
})
