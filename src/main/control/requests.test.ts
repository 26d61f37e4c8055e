import { describe, expect, it } from 'vitest'
import type { GuestStatus } from '#shared/ipc/share-status.ts'
import { CONTROL_MS } from './consent.ts'
import { clicked, createWorld, forMinutes, settle, texts } from './testing/control-world.ts'

const { refuse, untilStopped } = texts.control

describe('a viewer that asks for control', () => {
  it('is told that it can as soon as the system allows it', () => {
    const world = createWorld()
    world.state.isTrusted = false
    world.control.review()
    expect(world.reports.at(-1)?.availability.control).toBe('permission-missing')
    world.state.isTrusted = true
    world.control.review()
    expect(world.reports.at(-1)?.availability.control).toBeNull()
  })

  it('gets it from the person, in a dialog whose first and default button refuses', async () => {
    const world = createWorld()
    const asked = world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })
    expect(world.grantOf('Ada')).toEqual({ state: 'asked', level: 'control' })
    const { options } = world.question
    expect(options.message).toContain('Ada')
    expect(options.buttons?.[0]).toBe(refuse)
    expect([options.defaultId, options.cancelId]).toEqual([0, 0])
    expect(world.inject('Ada', world.click())).toEqual([])

    await world.question.answer(forMinutes)
    expect(await asked).toEqual({ ok: true, value: undefined })
    await settle()
    const expiresAt = world.clock.now() + CONTROL_MS
    expect(world.grantOf('Ada')).toEqual({ state: 'controlling', expiresAt })
    expect(world.inject('Ada', world.click())).toEqual(clicked)
    expect(world.state.controllers).toEqual(['Ada'])
  })

  it('is refused, and cannot ask again at once', async () => {
    const world = createWorld()
    const asked = world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })
    await world.question.answer(refuse)
    await asked
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'denied' })
    expect((await world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })).ok).toBe(false)
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'too-often' })
    world.clock.advance(10_000)
    void world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })
    expect(world.questions).toHaveLength(1)
  })

  it('waits longer each time it is refused in a row, until it is allowed something', async () => {
    const world = createWorld()
    const ask = () => world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })
    const answer = async (label: string) => {
      const asked = ask()
      await world.question.answer(label)
      await asked
    }
    await answer(refuse)
    world.clock.advance(10_000)
    await answer(refuse)
    world.clock.advance(19_999)
    expect((await ask()).ok).toBe(false)
    world.clock.advance(1)
    await answer(forMinutes)
    world.control.end({ guestId: 'Ada', reason: 'given-back' })
    await answer(refuse)
    world.clock.advance(10_000)
    void ask()
    expect(world.questions).toHaveLength(1)
  })

  it('and points already, goes on pointing when it asks too soon, and is told why', async () => {
    const world = createWorld()
    const ask = (level: 'point' | 'control') => world.control.request({ guestId: 'Ada', level, by: 'viewer' })
    const pointing = ask('point')
    await world.question.answer(texts.control.allowPoint)
    await pointing
    const refused = ask('control')
    await world.question.answer(refuse)
    await refused
    expect(world.grantOf('Ada')).toEqual({ state: 'pointing', reason: 'denied', expiresAt: null })
    expect((await ask('control')).ok).toBe(false)
    expect(world.questions).toEqual([])
    expect(world.grantOf('Ada')).toEqual({ state: 'pointing', reason: 'too-often', expiresAt: null })
  })

  it('that was refused a moment ago can be let by the person, who changed their mind', async () => {
    const world = createWorld()
    const asked = world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })
    await world.question.answer(refuse)
    await asked
    const offered = world.control.request({ guestId: 'Ada', level: 'control', by: 'host' })
    await world.question.answer(forMinutes)
    expect((await offered).ok).toBe(true)
    expect(world.grantOf('Ada').state).toBe('controlling')
  })

  it.each([
    ['watches', { state: 'none', reason: null }],
    ['points', { state: 'pointing', reason: null, expiresAt: null }],
  ] as const)(
    'hears nothing of an offer that came to nothing, and may ask: one that %s',
    async (how, before) => {
      const world = createWorld()
      if (how === 'points') {
        const pointing = world.control.request({ guestId: 'Ada', level: 'point', by: 'viewer' })
        await world.question.answer(texts.control.allowPoint)
        await pointing
      }
      const offer = () => world.control.request({ guestId: 'Ada', level: 'control', by: 'host' })
      const refused = offer()
      expect(world.grantOf('Ada')).toEqual(before)
      await world.question.answer(refuse)
      await refused
      expect(world.grantOf('Ada')).toEqual(before)
      const interrupted = offer()
      world.state.guests = world.state.guests.map((guest) => ({ ...guest, state: 'interrupted' }))
      world.control.noteShare(true)
      await interrupted
      expect(world.questions).toEqual([])
      expect(world.grantOf('Ada')).toEqual(before)
      world.state.guests = world.state.guests.map((guest) => ({ ...guest, state: 'watching' }))
      world.control.noteShare(true)
      await world.grant('Ada')
      expect(world.grantOf('Ada').state).toBe('controlling')
    },
  )

  it('is refused when nobody answers for a minute', async () => {
    const world = createWorld()
    void world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })
    world.clock.advance(60_000)
    await settle()
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'unanswered' })
    expect(world.questions).toEqual([])
  })

  it('is asked about one at a time', async () => {
    const world = createWorld()
    void world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })
    expect((await world.control.request({ guestId: 'Bo', level: 'control', by: 'viewer' })).ok).toBe(false)
    expect(world.questions).toHaveLength(1)
    expect(world.grantOf('Bo')).toEqual({ state: 'none', reason: 'too-often' })
  })

  it('and leaves, takes the question along', async () => {
    const world = createWorld()
    void world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })
    world.state.guests = []
    world.control.noteShare(true)
    await settle()
    expect(world.questions).toEqual([])
    expect(world.control.report.grants).toEqual([])
  })

  it('takes its own question along, and no other', async () => {
    const world = createWorld(['Ada', 'Bo', 'Cy'])
    await world.grant('Ada', untilStopped)
    const [ada, bo, cy] = world.state.guests
    world.state.guests = [ada, bo, { ...cy, state: 'waiting' }] as GuestStatus[]
    const asked = world.control.request({ guestId: 'Bo', level: 'control', by: 'viewer' })
    const admitted = world.control.confirmAdmission('Cy')
    expect(world.questions).toHaveLength(2)
    world.state.guests = world.state.guests.filter(({ id }) => id !== 'Bo')
    world.control.noteShare(true)
    await asked
    expect(world.questions.map(({ options }) => options.message)).toEqual([
      texts.control.confirmAdmission('Cy'),
    ])
    // Whoever wanted to be let in has given up.
    world.state.guests = world.state.guests.filter(({ id }) => id !== 'Cy')
    world.control.noteShare(true)
    expect(await admitted).toBe(false)
    expect(world.inject('Ada', world.click())).toEqual(clicked)
  })

  it('gets nothing by an answer that comes when the screen is no longer shared', async () => {
    const world = createWorld()
    const asked = world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })
    world.state.isLive = false
    await world.question.answer(untilStopped)
    await asked
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'unavailable' })
    expect(world.processes).toEqual([])
  })

  it.each([
    ['a window', { kind: 'window' as const }, 'window-shared'],
    ['a display that nobody knows', { kind: 'screen' as const, displayId: '99' }, 'screen-unknown'],
    ['a capture without a place', { kind: 'screen' as const, displayId: '' }, 'screen-unknown'],
  ])('of %s learns why not, and the person is not asked', async (_, source, refusal) => {
    const world = createWorld()
    world.control.setSource(source)
    expect(world.control.report.availability.control).toBe(refusal)
    expect(world.control.systemRefusal).toBeNull()
    expect((await world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })).ok).toBe(false)
    expect(world.questions).toEqual([])
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'unavailable' })
  })

  it('must be one that watches', async () => {
    const world = createWorld()
    world.state.guests = [{ id: 'Ada', name: 'Ada', state: 'waiting', mayBeAccepted: true, controls: false }]
    for (const guestId of ['Ada', 'nobody'])
      expect((await world.control.request({ guestId, level: 'control', by: 'viewer' })).ok).toBe(false)
    expect(world.questions).toEqual([])
  })
})
