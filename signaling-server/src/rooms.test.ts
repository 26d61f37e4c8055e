import { describe, expect, it } from 'vitest'
import { failure } from '../../src/shared/errors.ts'
import { err, ok } from '../../src/shared/result.ts'
import { createHarness, defaultSettings, valueOf } from '../test/support/rooms.ts'
import { MAX_WAITING } from './rooms.ts'

const invalid = err(failure('code-invalid'))
const notAllowed = err(failure('not-allowed'))
const gone = err(failure('peer-gone'))
const done = ok({})
const { codeTtlMs, resumeGraceMs } = defaultSettings

describe('a code', () => {
  it('is won by exactly one of sixteen who claim it at once', async () => {
    const { open, rooms, delivery } = createHarness()
    const { room } = await open('host')
    const claims = await Promise.all(Array.from({ length: 16 }, (_, i) => rooms.claim(`viewer${i}`, room)))
    const [winner, ...others] = claims.filter((claim) => claim.ok)
    expect(others).toEqual([])
    expect(claims.filter((claim) => !claim.ok)).toEqual(Array(15).fill(invalid))
    expect(delivery.takeFor('host')).toEqual([['viewer:claimed', { viewerId: valueOf(winner!).memberId }]])
  })

  it('gets one answer when it is unknown, used, withdrawn or expired', async () => {
    const { open, join, rooms, clock } = createHarness()
    const used = await open('host1')
    await join('viewer', used.room)
    const withdrawn = await open('host2')
    await rooms.renew(withdrawn.host)
    const expired = await open('host3')
    clock.advance(codeTtlMs)
    for (const room of ['999999999', used.room, withdrawn.room, expired.room])
      expect(await rooms.claim('other', room)).toEqual(invalid)
  })

  it('can be claimed until the last millisecond', async () => {
    const { open, rooms, clock } = createHarness()
    const { room } = await open('host')
    clock.advance(codeTtlMs - 1)
    expect((await rooms.claim('viewer', room)).ok).toBe(true)
  })

  it('expires alone: its session and its viewers live on', async () => {
    const { open, join, rooms, clock, store } = createHarness()
    const { room, host } = await open('host')
    const { memberId } = await join('viewer', room)
    clock.advance(codeTtlMs)
    await rooms.sweep()
    expect(await store.counts()).toMatchObject({ sessions: 1, codes: 0, waitingViewers: 1 })
    expect(await rooms.admit(host, memberId)).toEqual(done)
    expect((await rooms.renew(host)).ok).toBe(true)
  })

  it('is renewed at another number, and the old one is dead', async () => {
    const { open, join, rooms } = createHarness()
    const { room, host } = await open('host')
    const renewed = valueOf(await rooms.renew(host))
    expect(renewed).toEqual({ room: expect.stringMatching(/^\d{5}$/) as string, codeTtlMs })
    expect(renewed.room).not.toBe(room)
    expect(await rooms.claim('viewer', room)).toEqual(invalid)
    await join('viewer', renewed.room)
  })

  it('is open again once the host releases it; whoever had claimed it is sent away', async () => {
    const { open, join, rooms, delivery } = createHarness()
    const { room, host } = await open('host')
    const { memberId } = await join('first', room)
    expect(await rooms.release(host, memberId)).toEqual(done)
    expect(delivery.takeFor('first')).toEqual([['viewer:removed', { code: 'secret-mismatch' }]])
    expect(await rooms.memberOn('first', memberId)).toBeUndefined()
    await join('second', room)
  })

  it('stays with its holder when the host releases it for somebody else', async () => {
    const { open, join, rooms } = createHarness()
    const { room, host } = await open('host')
    const first = await join('first', room)
    await rooms.release(host, first.memberId)
    await join('second', room)
    expect(await rooms.release(host, first.memberId)).toEqual(done)
    expect(await rooms.claim('third', room)).toEqual(invalid)
  })

  it('cannot be reopened after its time', async () => {
    const { open, join, rooms, clock } = createHarness()
    const { room, host } = await open('host')
    const { memberId } = await join('viewer', room)
    clock.advance(codeTtlMs)
    expect(await rooms.release(host, memberId)).toEqual(invalid)
    expect(await rooms.claim('other', room)).toEqual(invalid)
  })

  it('is open again when its holder leaves or vanishes before the host has let it in', async () => {
    const { open, join, rooms } = createHarness()
    const { room } = await open('host')
    await rooms.leave((await join('first', room)).viewer)
    await rooms.handleDisconnect('second', (await join('second', room)).memberId)
    await join('third', room)
  })

  it('is used up once its holder is let in', async () => {
    const { open, join, rooms, store } = createHarness()
    const { room, host } = await open('host')
    const { viewer } = await join('viewer', room)
    await rooms.admit(host, viewer.id)
    expect((await store.counts()).codes).toBe(0)
    await rooms.leave(viewer)
    expect(await rooms.claim('other', room)).toEqual(invalid)
    expect(await rooms.release(host, viewer.id)).toEqual(done)
    expect(await rooms.claim('other', room)).toEqual(invalid)
  })

  it('stays used when the host turns its holder away, until the host releases it', async () => {
    const { open, join, rooms } = createHarness()
    const { room, host } = await open('host')
    const { memberId } = await join('viewer', room)
    await rooms.remove(host, memberId, 'denied')
    expect(await rooms.claim('other', room)).toEqual(invalid)
    expect(await rooms.release(host, memberId)).toEqual(done)
    await join('other', room)
  })

  it('is not to be had while too many wait already', async () => {
    const { open, join, rooms } = createHarness()
    const { host, ...session } = await open('host')
    let { room } = session
    for (let i = 0; i < MAX_WAITING; i++) {
      await join(`viewer${i}`, room)
      room = valueOf(await rooms.renew(host)).room
    }
    expect(await rooms.claim('one-too-many', room)).toEqual(invalid)
  })

  it('is never allotted at a number that is live', async () => {
    // Draws 11111 for each of the two sessions, then 22222.
    const draws = [1, 1, 2].values()
    const random = (length: number) => {
      if (length === 16) return crypto.getRandomValues(new Uint8Array(16))
      return new Uint8Array(length).fill(draws.next().value ?? 0)
    }
    const { open } = createHarness({}, random)
    expect((await open('host1')).room).toBe('11111')
    expect((await open('host2')).room).toBe('22222')
  })

  it('is a bug, not a hang, when no free number can be drawn', async () => {
    const { open, rooms } = createHarness({}, (length) =>
      length === 16 ? crypto.getRandomValues(new Uint8Array(16)) : new Uint8Array(length),
    )
    await open('host1')
    await expect(rooms.create('host2')).rejects.toThrow('room numbers')
  })
})

describe('a session', () => {
  it('is refused when there are as many as the server takes', async () => {
    const { open, rooms } = createHarness({ maxSessions: 1 })
    const { host } = await open('host1')
    expect(await rooms.create('host2')).toEqual(err(failure('rate-limited', { retryAfterMs: 30_000 })))
    await rooms.leave(host)
    await open('host2')
  })

  it('admits no more viewers than its cap, however often it is asked', async () => {
    const { open, join, rooms } = createHarness({ maxViewers: 2 })
    const { host, ...session } = await open('host')
    let { room } = session
    const viewers: string[] = []
    for (let i = 0; i < 3; i++) {
      viewers.push((await join(`viewer${i}`, room)).memberId)
      room = valueOf(await rooms.renew(host)).room
    }
    const answers = await Promise.all(viewers.map((viewerId) => rooms.admit(host, viewerId)))
    expect(answers).toEqual([done, done, err(failure('session-full'))])
    expect(await rooms.admit(host, viewers[0]!)).toEqual(done)
    await rooms.remove(host, viewers[0]!, 'removed')
    expect(await rooms.admit(host, viewers[2]!)).toEqual(done)
  })

  it('ends for everyone when the host leaves', async () => {
    const { open, join, rooms, delivery, store } = createHarness()
    const { room, host } = await open('host')
    const { viewer } = await join('viewer', room)
    await rooms.leave(host)
    expect(delivery.takeFor('viewer')).toEqual([['session:ended', { code: 'session-ended' }]])
    expect(await rooms.memberOn('viewer', viewer.id)).toBeUndefined()
    expect(await store.counts()).toEqual({ sessions: 0, codes: 0, waitingViewers: 0, admittedViewers: 0 })
  })

  it('tells the host when a viewer leaves, and a viewer why it was turned away', async () => {
    const { open, join, rooms, delivery } = createHarness()
    const { host, ...session } = await open('host')
    const first = await join('first', session.room)
    const { room } = valueOf(await rooms.renew(host))
    const second = await join('second', room)
    delivery.takeFor('host')
    await rooms.leave(first.viewer)
    expect(delivery.takeFor('host')).toEqual([
      ['viewer:left', { viewerId: first.memberId, code: 'session-ended' }],
    ])
    expect(await rooms.remove(host, second.memberId, 'denied')).toEqual(done)
    expect(delivery.takeFor('second')).toEqual([['viewer:removed', { code: 'denied' }]])
    expect(delivery.takeFor('host')).toEqual([])
  })

  it("does not let a host touch another session's viewers", async () => {
    const { open, join, rooms } = createHarness()
    const own = await open('host1')
    const { host: stranger } = await open('host2')
    const { memberId } = await join('viewer', own.room)
    expect(await rooms.admit(stranger, memberId)).toEqual(gone)
    expect(await rooms.remove(stranger, memberId, 'removed')).toEqual(gone)
    expect(await rooms.release(stranger, memberId)).toEqual(done)
    expect(await rooms.claim('other', own.room)).toEqual(invalid)
    expect(await rooms.memberOn('viewer', memberId)).toBeDefined()
  })

  it('does not release a viewer that has been let in', async () => {
    const { open, join, rooms } = createHarness()
    const { room, host } = await open('host')
    const { memberId } = await join('viewer', room)
    await rooms.admit(host, memberId)
    expect(await rooms.release(host, memberId)).toEqual(notAllowed)
    expect(await rooms.memberOn('viewer', memberId)).toBeDefined()
  })
})

describe('a signal', () => {
  it('passes between host and viewer, both ways', async () => {
    const { open, join, rooms, delivery } = createHarness()
    const { room, host } = await open('host')
    const { viewer } = await join('viewer', room)
    delivery.takeFor('host')
    expect(await rooms.relay(host, viewer.id, 'to viewer')).toEqual(done)
    expect(await rooms.relay(viewer, host.id, 'to host')).toEqual(done)
    expect(delivery.takeFor('viewer')).toEqual([['signal:received', { from: host.id, data: 'to viewer' }]])
    expect(delivery.takeFor('host')).toEqual([['signal:received', { from: viewer.id, data: 'to host' }]])
  })

  it('goes to nobody else', async () => {
    const { open, join, rooms, delivery } = createHarness()
    const { host, ...session } = await open('host')
    const { host: stranger } = await open('stranger')
    const { viewer } = await join('viewer1', session.room)
    const { room } = valueOf(await rooms.renew(host))
    const other = await join('viewer2', room)
    delivery.sent.length = 0
    expect(await rooms.relay(viewer, other.memberId, 'x')).toEqual(notAllowed)
    expect(await rooms.relay(viewer, viewer.id, 'x')).toEqual(notAllowed)
    expect(await rooms.relay(viewer, stranger.id, 'x')).toEqual(gone)
    expect(await rooms.relay(viewer, 'A'.repeat(22), 'x')).toEqual(gone)
    expect(delivery.sent).toEqual([])
  })

  it('is not kept for a member who is away', async () => {
    const { open, join, rooms, delivery } = createHarness()
    const { room, host } = await open('host')
    const { viewer } = await join('viewer', room)
    await rooms.handleDisconnect('host', host.id)
    delivery.sent.length = 0
    expect(await rooms.relay(viewer, host.id, 'x')).toEqual(gone)
    expect(delivery.sent).toEqual([])
  })
})

describe('a lost connection', () => {
  it('leaves the host its session for the grace period, and the viewers are told', async () => {
    const { open, join, rooms, delivery, clock } = createHarness()
    const { room, sessionId, ticket, host } = await open('host')
    const { viewer } = await join('viewer', room)
    await rooms.admit(host, viewer.id)
    await rooms.handleDisconnect('host', host.id)
    expect(delivery.takeFor('viewer')).toEqual([['host:presence', { online: false }]])

    clock.advance(resumeGraceMs - 1)
    await rooms.sweep()
    const resumed = await rooms.resume('host-again', { sessionId, memberId: host.id, ticket })
    expect(resumed).toEqual(ok({ role: 'host', members: [viewer.id] }))
    expect(delivery.takeFor('viewer')).toEqual([['host:presence', { online: true }]])
    clock.advance(resumeGraceMs)
    await rooms.sweep()
    expect(await rooms.memberOn('host-again', host.id)).toBeDefined()
  })

  it('ends the session when the host stays away', async () => {
    const { open, join, rooms, delivery, clock, store } = createHarness()
    const { room, sessionId, ticket, host } = await open('host')
    const { viewer } = await join('viewer', room)
    await rooms.admit(host, viewer.id)
    await rooms.handleDisconnect('host', host.id)
    delivery.sent.length = 0
    clock.advance(resumeGraceMs)
    await rooms.sweep()
    expect(delivery.takeFor('viewer')).toEqual([['session:ended', { code: 'peer-gone' }]])
    expect(await rooms.resume('host-again', { sessionId, memberId: host.id, ticket })).toEqual(notAllowed)
    expect((await store.counts()).sessions).toBe(0)
  })

  it('keeps the place of a viewer who has been let in, for as long', async () => {
    const { open, join, rooms, delivery, clock } = createHarness()
    const { room, host } = await open('host')
    const { viewer, sessionId, ticket } = await join('viewer', room)
    await rooms.admit(host, viewer.id)
    delivery.sent.length = 0
    await rooms.handleDisconnect('viewer', viewer.id)
    expect(await rooms.resume('viewer-again', { sessionId, memberId: viewer.id, ticket })).toEqual(
      ok({ role: 'viewer', members: [host.id] }),
    )
    expect(delivery.sent).toEqual([])
    await rooms.handleDisconnect('viewer-again', viewer.id)
    clock.advance(resumeGraceMs)
    await rooms.sweep()
    expect(delivery.takeFor('host')).toEqual([['viewer:left', { viewerId: viewer.id, code: 'peer-gone' }]])
  })

  it('removes a viewer who was still waiting at once', async () => {
    const { open, join, rooms, delivery } = createHarness()
    const { room } = await open('host')
    const { viewer, sessionId, ticket } = await join('viewer', room)
    delivery.takeFor('host')
    await rooms.handleDisconnect('viewer', viewer.id)
    expect(delivery.takeFor('host')).toEqual([['viewer:left', { viewerId: viewer.id, code: 'peer-gone' }]])
    expect(await rooms.resume('viewer-again', { sessionId, memberId: viewer.id, ticket })).toEqual(notAllowed)
  })

  it('means nothing once the member has moved to another', async () => {
    const { open, rooms, delivery } = createHarness()
    const { sessionId, ticket, host } = await open('old')
    expect((await rooms.resume('new', { sessionId, memberId: host.id, ticket })).ok).toBe(true)
    expect(delivery.dropped).toEqual(['old'])
    await rooms.handleDisconnect('old', host.id)
    expect(await rooms.memberOn('new', host.id)).toBeDefined()
  })

  it('is made up for with a wrong ticket, or in another session, by nobody', async () => {
    const { open, rooms } = createHarness()
    const { sessionId, ticket, host } = await open('host')
    const other = await open('other')
    const attempts = [
      { sessionId, memberId: host.id, ticket: other.ticket },
      { sessionId, memberId: other.memberId, ticket },
      { sessionId: other.sessionId, memberId: host.id, ticket },
      { sessionId, memberId: 'A'.repeat(22), ticket },
    ]
    for (const attempt of attempts) expect(await rooms.resume('thief', attempt)).toEqual(notAllowed)
    expect(await rooms.memberOn('host', host.id)).toBeDefined()
  })

  it('lets viewers claim meanwhile; the host hears of them on return, and of nobody twice', async () => {
    const { open, join, rooms, delivery } = createHarness()
    const { sessionId, ticket, host, ...session } = await open('host')
    const early = await join('early', session.room)
    const { room } = valueOf(await rooms.renew(host))
    await rooms.handleDisconnect('host', host.id)
    const late = await join('late', room)
    expect(delivery.takeFor('late')).toEqual([['host:presence', { online: false }]])
    delivery.sent.length = 0
    const resumed = valueOf(await rooms.resume('host-again', { sessionId, memberId: host.id, ticket }))
    expect(resumed.members).toEqual([early.memberId, late.memberId])
    expect(delivery.takeFor('host-again')).toEqual([['viewer:claimed', { viewerId: late.memberId }]])

    await rooms.handleDisconnect('host-again', host.id)
    await rooms.resume('host-at-last', { sessionId, memberId: host.id, ticket })
    expect(delivery.takeFor('host-at-last')).toEqual([])
  })

  it('of the host is what a returning viewer learns', async () => {
    const { open, join, rooms, delivery } = createHarness()
    const { room, host } = await open('host')
    const { viewer, sessionId, ticket } = await join('viewer', room)
    await rooms.admit(host, viewer.id)
    await rooms.handleDisconnect('viewer', viewer.id)
    await rooms.handleDisconnect('host', host.id)
    await rooms.resume('viewer-again', { sessionId, memberId: viewer.id, ticket })
    expect(delivery.takeFor('viewer-again')).toEqual([['host:presence', { online: false }]])
  })
})
