import { describe, expect, it } from 'vitest'
import { MORE_TIME_MS } from '#shared/protocol/grants.ts'
import { CONTROL_MS } from './consent.ts'
import { createWorld, forMinutes, texts } from './testing/control-world.ts'

const { untilStopped } = texts.control

describe('control for a time', () => {
  it('is said to end soon, and goes on for longer when the person wants', async () => {
    const world = createWorld()
    await world.grant('Ada')
    world.clock.advance(CONTROL_MS - 60_000)
    expect(world.state.expiring).toEqual(['Ada'])
    void world.control.extend('Ada')
    await world.question.answer(forMinutes)
    expect(world.grantOf('Ada')).toEqual({ state: 'controlling', expiresAt: world.clock.now() + CONTROL_MS })
    world.clock.advance(CONTROL_MS)
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'expired' })
  })

  it('is asked for anew by the viewer near its end, once', async () => {
    const world = createWorld()
    await world.grant('Ada')
    const askForMore = () => world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })
    expect((await askForMore()).ok).toBe(false)
    world.clock.advance(CONTROL_MS - MORE_TIME_MS)
    void askForMore()
    await world.question.answer(texts.control.leave)
    expect((await askForMore()).ok).toBe(false)
    expect(world.questions).toEqual([])
    expect(world.grantOf('Ada')).toEqual({
      state: 'controlling',
      expiresAt: world.clock.now() + MORE_TIME_MS,
    })
  })

  it.each(['refused', 'handed over'])(
    'is asked for anew once another question is closed: control for somebody else, %s',
    async (how) => {
      const world = createWorld()
      await world.grant('Ada')
      world.clock.advance(CONTROL_MS - MORE_TIME_MS)
      const asked = world.control.request({ guestId: 'Bo', level: 'control', by: 'viewer' })
      const more = await world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })
      expect(more.ok).toBe(true)
      expect(world.questions).toHaveLength(1)
      await world.question.answer(how === 'refused' ? texts.control.refuse : forMinutes)
      await asked
      expect(world.questions.map(({ options }) => options.message)).toEqual(
        how === 'refused' ? [texts.control.askMore('Ada')] : [],
      )
    },
  )

  it('is asked for anew once the person has answered anything else', async () => {
    const world = createWorld()
    await world.grant('Ada')
    world.clock.advance(CONTROL_MS - MORE_TIME_MS)
    await world.control.withoutHelpers(() =>
      world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' }),
    )
    await world.question.answer(forMinutes)
    expect(world.grantOf('Ada')).toEqual({ state: 'controlling', expiresAt: world.clock.now() + CONTROL_MS })
  })

  it('that is over has no question for more time left', async () => {
    const world = createWorld()
    await world.grant('Ada')
    const extended = world.control.extend('Ada')
    expect(world.questions).toHaveLength(1)
    world.control.end({ guestId: 'Ada', reason: 'given-back' })
    await extended
    expect(world.questions).toEqual([])
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'given-back' })
  })

  it('cannot be made longer by anybody without a grant that runs out', async () => {
    const world = createWorld()
    expect((await world.control.extend('Ada')).ok).toBe(false)
    await world.grant('Ada', untilStopped)
    expect((await world.control.extend('Ada')).ok).toBe(false)
    expect(world.questions).toEqual([])
  })
})
