import { describe, expect, it } from 'vitest'
import type { GuestStatus } from '#shared/ipc/share-status.ts'
import { INTERRUPTION_LIMIT_MS } from '#shared/protocol/grants.ts'
import { CONTROL_MS } from './consent.ts'
import { clicked, createWorld, forMinutes, hold, settle, texts, type World } from './testing/control-world.ts'

const { refuse, untilStopped } = texts.control

describe('control', () => {
  const endings: [string, (world: World) => void, string][] = [
    [
      'the person takes it away',
      ({ control }) => control.end({ guestId: 'Ada', reason: 'revoked' }),
      'revoked',
    ],
    [
      'the viewer gives it back',
      ({ control }) => control.end({ guestId: 'Ada', reason: 'given-back' }),
      'given-back',
    ],
    ['its time is over', ({ clock }) => clock.advance(CONTROL_MS), 'expired'],
    ['the screen is locked', ({ control }) => control.endAll('locked'), 'locked'],
    ['something else is shared', ({ control }) => control.setSource({ kind: 'window' }), 'source-changed'],
    ['sharing ends', ({ control }) => control.noteShare(false), 'sharing-ended'],
    ['the display goes', (world) => void world.moveDisplays([]), 'source-changed'],
  ]

  it.each(endings)('ends when %s, and lets go of what is held', async (_, end, reason) => {
    const world = createWorld()
    await world.grant('Ada')
    const { process } = world
    world.inject('Ada', hold, { type: 'held', keys: ['ControlLeft'], buttons: [] })
    end(world)
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason })
    expect(process.released.some(({ keys }) => keys.includes('ControlLeft'))).toBe(true)
    expect(process.isEnded).toBe(true)
    const before = process.commands.length
    world.control.input({ guestId: 'Ada', inputs: [world.click()] })
    expect(process.commands).toHaveLength(before)
    expect(world.state.controllers.at(-1)).toBeNull()
  })

  it('ends with the app, which waits until everything is let go', async () => {
    const world = createWorld()
    await world.grant('Ada')
    world.inject('Ada', hold)
    const { process } = world
    process.hangs = true
    let isClosed = false
    const closed = world.control.close().then(() => (isClosed = true))
    await settle()
    expect(isClosed).toBe(false)
    world.clock.advance(1_000)
    await closed
    expect(process.isEnded).toBe(true)
    expect(world.process.released.at(-1)?.keys).toEqual(['ControlLeft'])
  })

  it('leaves no timer behind', async () => {
    const world = createWorld()
    await world.grant('Ada')
    world.control.end({ guestId: 'Ada', reason: 'revoked' })
    world.clock.advance(1_000)
    expect(world.clock.pending).toBe(0)
  })

  it('lets go within two seconds when the viewer is not heard of', async () => {
    const world = createWorld()
    await world.grant('Ada')
    world.inject('Ada', hold)
    const before = world.process.released.length
    world.clock.advance(1_600)
    expect(world.process.released).toHaveLength(before)
    world.clock.advance(300)
    expect(world.process.released.at(-1)?.keys).toEqual(['ControlLeft'])
  })

  it('survives a short interruption of the connection, and ends with a longer one', async () => {
    const world = createWorld()
    await world.grant('Ada', untilStopped)
    const connect = (state: GuestStatus['state']): void => {
      world.state.guests = world.state.guests.map((guest) => ({ ...guest, state }))
      world.control.noteShare(true)
    }
    world.inject('Ada', hold)
    connect('interrupted')
    expect(world.process.released.at(-1)?.keys).toEqual(['ControlLeft'])
    world.clock.advance(INTERRUPTION_LIMIT_MS - 1)
    connect('watching')
    world.clock.advance(INTERRUPTION_LIMIT_MS)
    expect(world.grantOf('Ada').state).toBe('controlling')
    connect('interrupted')
    world.clock.advance(INTERRUPTION_LIMIT_MS - 1)
    // Something else changes: that is no reason to wait longer.
    world.control.noteShare(true)
    world.clock.advance(1)
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'interrupted' })
    connect('watching')
    expect(world.inject('Ada', world.click())).toEqual([])
  })

  it('takes nothing that was done while the connection was interrupted, and tells the viewer', async () => {
    const world = createWorld()
    await world.grant('Ada', untilStopped)
    const connect = (state: GuestStatus['state']): void => {
      world.state.guests = world.state.guests.map((guest) => ({ ...guest, state }))
      world.control.noteShare(true)
    }
    connect('interrupted')
    expect(world.control.report.obstacle).toBe('interrupted')
    connect('watching')
    // All that was on its way arrives now; how the viewer answers comes last.
    expect(world.inject('Ada', world.click(), hold, { type: 'text', text: 'yes' })).toEqual([])
    expect(world.inject('Ada', hold, { type: 'release-all' }, world.click())).toEqual(clicked)
    const reports = world.reports.filter(({ obstacle }) => obstacle === 'interrupted').length
    world.clock.advance(5_000)
    connect('interrupted')
    expect(world.reports.filter(({ obstacle }) => obstacle === 'interrupted').length).toBeGreaterThan(reports)
  })

  it('pauses while the person uses mouse or keyboard, and goes on by itself', async () => {
    const world = createWorld()
    await world.grant('Ada', untilStopped)
    world.inject('Ada', hold)
    world.process.say({ kind: 'local-input' })
    expect(world.grantOf('Ada')).toEqual({ state: 'paused', expiresAt: null })
    expect(world.process.released.at(-1)?.keys).toEqual(['ControlLeft'])
    expect(world.inject('Ada', world.click())).toEqual([])
    world.clock.advance(1_000)
    world.process.say({ kind: 'local-input' })
    world.clock.advance(1_400)
    expect(world.grantOf('Ada').state).toBe('paused')
    world.clock.advance(100)
    expect(world.grantOf('Ada').state).toBe('controlling')
    expect(world.inject('Ada', world.click())).toEqual(clicked)
  })

  it('is let go of when a window of the app comes up, with what is still to be typed', async () => {
    const world = createWorld()
    await world.grant('Ada')
    world.inject('Ada', hold, { type: 'text', text: 'yes' })
    const before = world.process.released.length
    world.control.release()
    expect(world.process.released.slice(before)).toEqual([
      { kind: 'release', keys: ['ControlLeft'], buttons: [] },
    ])
    // So that the viewer sends no more of it.
    expect(world.reports.at(-1)?.obstacle).toBe('text-cut')
    world.state.isOwnWindowFocused = true
    world.clock.advance(1_000)
    expect(world.process.released.slice(before)).toHaveLength(2)
  })

  it('lets go at once when the viewer does, and stops its text: nothing waits for the end of that', async () => {
    const world = createWorld()
    await world.grant('Ada')
    const before = world.process.released.length
    world.inject('Ada', hold, { type: 'text', text: 'long' }, { type: 'release-all' }, world.click())
    expect(world.process.released.slice(before)).toEqual([
      { kind: 'release', keys: ['ControlLeft'], buttons: [] },
    ])
    expect(world.process.commands.slice(-4)).toEqual([
      { kind: 'key', code: 'ControlLeft', pressed: true },
      { kind: 'text', text: 'long' },
      ...clicked,
    ])
  })

  it('tells for a while what it has met: a refusal of the system, a window of the app', async () => {
    const world = createWorld()
    await world.grant('Ada')
    world.process.say({ kind: 'refused' })
    expect(world.reports.at(-1)?.obstacle).toBe('system-refuses')
    world.state.isOwnWindowFocused = true
    world.inject('Ada', hold)
    expect(world.reports.at(-1)?.obstacle).toBe('own-window')
    world.clock.advance(4_000)
    world.inject('Ada', hold)
    world.clock.advance(4_999)
    expect(world.reports.at(-1)?.obstacle).toBe('own-window')
    world.clock.advance(1)
    expect(world.reports.at(-1)?.obstacle).toBeNull()
    world.process.say({ kind: 'refused' })
    world.control.end({ guestId: 'Ada', reason: 'revoked' })
    expect(world.reports.at(-1)?.obstacle).toBeNull()
  })

  it('is one viewer’s at a time: another gets it with a question that says so', async () => {
    const world = createWorld()
    await world.grant('Ada')
    void world.control.request({ guestId: 'Bo', level: 'control', by: 'viewer' })
    expect(world.question.options.detail).toContain('Ada')
    await world.question.answer(forMinutes)
    await settle()
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'handed-over' })
    expect(world.inject('Ada', world.click())).toEqual([])
    expect(world.inject('Bo', world.click())).toEqual(clicked)
    expect(world.state.controllers.at(-1)).toBe('Bo')
  })

  it('does nothing while a question is open: no helper answers it', async () => {
    const world = createWorld()
    await world.grant('Ada')
    void world.control.request({ guestId: 'Bo', level: 'control', by: 'viewer' })
    expect(world.inject('Ada', world.click(), hold)).toEqual([])
    await world.question.answer(refuse)
    expect(world.inject('Ada', world.click())).toEqual(clicked)
  })

  it('does nothing while the person is asked anything else, with what is held let go', async () => {
    const world = createWorld()
    await world.grant('Ada')
    world.inject('Ada', hold)
    const asked = Promise.withResolvers<string>()
    const answered = world.control.withoutHelpers(() => asked.promise)
    expect(world.process.released.at(-1)?.keys).toEqual(['ControlLeft'])
    expect(world.inject('Ada', world.click())).toEqual([])
    asked.resolve('go on')
    expect(await answered).toBe('go on')
    expect(world.inject('Ada', world.click())).toEqual(clicked)
  })

  it('does nothing while the picture is paused', async () => {
    const world = createWorld()
    await world.grant('Ada')
    world.inject('Ada', hold)
    world.state.isLive = false
    expect(world.inject('Ada', world.click())).toEqual([])
    expect(world.process.released.at(-1)?.keys).toEqual(['ControlLeft'])
  })

  it('asks again about a viewer who is let in by a click that may be the helper’s', async () => {
    const world = createWorld()
    expect(await world.control.confirmAdmission('Bo')).toBe(true)
    await world.grant('Ada')
    world.state.guests = world.state.guests.map((guest) =>
      guest.id === 'Bo' ? { ...guest, state: 'waiting' } : guest,
    )
    const admitted = world.control.confirmAdmission('Bo')
    expect(world.question.options.message).toContain('Bo')
    expect(world.inject('Ada', world.click())).toEqual([])
    await world.question.answer(texts.tray.deny)
    expect(await admitted).toBe(false)
  })

  it.each(['given-back', 'expired'] as const)('asks again also just after it is %s', async (reason) => {
    const world = createWorld()
    await world.grant('Ada')
    world.state.guests = world.state.guests.map((guest) =>
      guest.id === 'Bo' ? { ...guest, state: 'waiting' } : guest,
    )
    world.inject('Ada', world.click())
    if (reason === 'expired') world.clock.advance(CONTROL_MS)
    else world.control.end({ guestId: 'Ada', reason })
    // What was clicked before arrives now.
    world.clock.advance(4_999)
    const admitted = world.control.confirmAdmission('Bo')
    await world.question.answer(texts.tray.deny)
    expect(await admitted).toBe(false)
    world.clock.advance(1)
    expect(await world.control.confirmAdmission('Bo')).toBe(true)
  })

  it('comes back after the injector was lost, with everything let go', async () => {
    const world = createWorld()
    await world.grant('Ada')
    world.inject('Ada', hold)
    world.process.crash()
    expect(world.processes).toHaveLength(2)
    expect(world.process.released[0]).toEqual({ kind: 'release', keys: ['ControlLeft'], buttons: [] })
    expect(world.inject('Ada', world.click())).toEqual(clicked)
  })

  it('ends when the injector is lost again and again, and is offered no more', async () => {
    const world = createWorld()
    await world.grant('Ada')
    for (let i = 0; i < 3; i += 1) world.process.crash()
    world.inject('Ada', hold)
    world.process.crash()
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'failed' })
    expect(world.control.report.availability.control).toBe('unsupported')
    // The last one only lets go of what was held.
    expect(world.processes).toHaveLength(5)
    expect(world.process.released).toEqual([{ kind: 'release', keys: ['ControlLeft'], buttons: [] }])
    expect(world.process.isEnded).toBe(true)
  })
})
