import { describe, expect, it } from 'vitest'
import { failure } from '../../src/shared/errors.ts'
import { err, ok } from '../../src/shared/result.ts'
import { createHarness, defaultSettings, valueOf } from '../test/support/rooms.ts'
import { MAX_WAITING } from './rooms.ts'
import type { Viewer } from './store/store.ts'

const notAllowed = err(failure('not-allowed'))
const { resumeGraceMs } = defaultSettings

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
    // What was still under way on it is nobody's.
    expect(await rooms.memberOn('old', host.id)).toBeUndefined()
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

  it('lets viewers come back meanwhile; the host hears of them on each return until it lets them in', async () => {
    const { open, join, rooms, delivery } = createHarness()
    const { sessionId, ticket, host, ...session } = await open('host')
    const early = await join('early', session.room)
    const { room } = valueOf(await rooms.renew(host))
    const place = 'P'.repeat(22)
    await rooms.expect(host, [place])
    await rooms.handleDisconnect('host', host.id)
    expect(await rooms.claim('stranger', room)).toEqual(err(failure('code-invalid')))
    const late = valueOf(await rooms.claimPlace('late', place))
    expect(delivery.takeFor('late')).toEqual([['host:presence', { online: false }]])
    delivery.sent.length = 0
    const resumed = valueOf(await rooms.resume('host-again', { sessionId, memberId: host.id, ticket }))
    expect(resumed.members).toEqual([early.memberId, late.memberId])
    expect(delivery.takeFor('host-again')).toEqual([['viewer:claimed', { viewerId: late.memberId, place }]])

    await rooms.handleDisconnect('host-again', host.id)
    await rooms.resume('host-later', { sessionId, memberId: host.id, ticket })
    expect(delivery.takeFor('host-later')).toEqual([['viewer:claimed', { viewerId: late.memberId, place }]])
    await rooms.admit(host, late.memberId)
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

describe('a place', () => {
  const place = 'p'.repeat(22)

  it('brings a viewer back to its host, as one that has to prove itself', async () => {
    const { open, rooms, delivery } = createHarness()
    const { host, sessionId } = await open('host')
    await rooms.expect(host, [place])
    const claim = valueOf(await rooms.claimPlace('viewer', place))
    expect(claim).toMatchObject({ sessionId, hostId: host.id })
    expect(delivery.takeFor('host')).toEqual([['viewer:claimed', { viewerId: claim.memberId, place }]])
    const { admitted } = (await rooms.memberOn('viewer', claim.memberId)) as Viewer
    expect(admitted).toBe(false)
  })

  it('that nobody names, or names no more, is nobody’s', async () => {
    const { open, rooms } = createHarness()
    const { host } = await open('host')
    expect(await rooms.claimPlace('viewer', place)).toEqual(notAllowed)
    await rooms.expect(host, [place])
    await rooms.expect(host, [])
    expect(await rooms.claimPlace('viewer', place)).toEqual(notAllowed)
    await rooms.expect(host, [place])
    await rooms.leave(host)
    expect(await rooms.claimPlace('viewer', place)).toEqual(notAllowed)
  })

  it('stays with the host that named it first', async () => {
    const { open, rooms } = createHarness()
    const { host } = await open('host')
    const { host: other } = await open('other')
    await rooms.expect(host, [place])
    await rooms.expect(other, [place])
    expect(valueOf(await rooms.claimPlace('viewer', place)).hostId).toBe(host.id)
    await rooms.expect(other, [])
    expect((await rooms.claimPlace('again', place)).ok).toBe(true)
  })

  it('has no more who wait at it than a code has', async () => {
    const { open, rooms } = createHarness()
    const { host } = await open('host')
    await rooms.expect(host, [place])
    for (let index = 0; index < MAX_WAITING; index++)
      expect((await rooms.claimPlace(`viewer${index}`, place)).ok).toBe(true)
    expect(await rooms.claimPlace('one more', place)).toEqual(notAllowed)
  })

  it('is told to a host again whose connection was dead when somebody came there', async () => {
    const { open, rooms, delivery } = createHarness()
    const { sessionId, ticket, host } = await open('dead')
    await rooms.expect(host, [place])
    const { memberId } = valueOf(await rooms.claimPlace('viewer', place))
    const resumed = valueOf(await rooms.resume('host-again', { sessionId, memberId: host.id, ticket }))
    expect(delivery.dropped).toEqual(['dead'])
    expect(delivery.takeFor('host-again')).toEqual([['viewer:claimed', { viewerId: memberId, place }]])
    expect(resumed.members).toEqual([memberId])
  })

  it('is told to a host that was away', async () => {
    const { open, rooms, delivery } = createHarness()
    const { sessionId, ticket, host } = await open('host')
    await rooms.expect(host, [place])
    await rooms.handleDisconnect('host', host.id)
    const { memberId } = valueOf(await rooms.claimPlace('viewer', place))
    expect(delivery.takeFor('viewer')).toEqual([['host:presence', { online: false }]])
    await rooms.resume('host-again', { sessionId, memberId: host.id, ticket })
    expect(delivery.takeFor('host-again')).toEqual([['viewer:claimed', { viewerId: memberId, place }]])
  })
})
