import { describe, expect, it } from 'vitest'
import type { Input } from '#shared/protocol/input.ts'
import { clicked, createWorld, display, hold, texts, type World } from './testing/control-world.ts'

describe('a viewer that asks to point', () => {
  const point = (x: number, sequence: number): Input => ({ type: 'move', at: { x, y: 0.5 }, sequence })
  const letPoint = async (world: World, guestId: string): Promise<void> => {
    const asked = world.control.request({ guestId, level: 'point', by: 'viewer' })
    await world.question.answer(texts.control.allowPoint)
    await asked
  }

  it('appears above the shared display, and presses nothing', async () => {
    const world = createWorld()
    await letPoint(world, 'Ada')
    expect(world.grantOf('Ada')).toEqual({ state: 'pointing', reason: null, expiresAt: null })
    world.control.input({ guestId: 'Ada', inputs: [point(0.25, 1), world.click(), hold] })
    expect(world.processes).toEqual([])
    expect(world.state.scene).toMatchObject({
      bounds: display.bounds,
      pointers: [{ id: 'Ada', name: 'Ada', at: { x: 0.5, y: 0.5 }, clicks: 1 }],
    })
  })

  it('shares the screen with others that point, and with one that controls', async () => {
    const world = createWorld(['Ada', 'Bo', 'Cy'])
    await letPoint(world, 'Ada')
    await letPoint(world, 'Bo')
    await world.grant('Cy')
    world.control.input({ guestId: 'Ada', inputs: [point(0.25, 1)] })
    world.control.input({ guestId: 'Bo', inputs: [point(0.75, 1)] })
    expect(world.inject('Cy', world.click())).toEqual(clicked)
    expect(world.state.scene?.pointers.map(({ id }) => id)).toEqual(['Ada', 'Bo'])
  })

  it('is gone when it is taken back, when the picture pauses, and with the shared display', async () => {
    const world = createWorld()
    await letPoint(world, 'Ada')
    world.control.input({ guestId: 'Ada', inputs: [point(0.25, 1)] })
    world.state.isLive = false
    world.control.noteShare(true)
    expect(world.state.scene).toBeNull()
    world.state.isLive = true
    world.control.noteShare(true)
    expect(world.state.scene?.pointers).toHaveLength(1)
    world.control.end({ guestId: 'Ada', reason: 'revoked' })
    expect(world.state.scene).toBeNull()
  })
})
