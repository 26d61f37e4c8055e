import { describe, expect, it } from 'vitest'
import { failure } from '../../src/shared/errors.ts'
import { err, ok } from '../../src/shared/result.ts'
import { createHarness, valueOf } from '../test/support/rooms.ts'

const invalid = err(failure('code-invalid'))
const notAllowed = err(failure('not-allowed'))
const gone = err(failure('peer-gone'))
const done = ok({})

describe('a session', () => {
  it('is refused when there are as many as the server takes', async () => {
    const { open, rooms } = createHarness({ maxSessions: 1 })
    const { host } = await open('host1')
    expect(await rooms.create('host2', new Uint8Array(32))).toEqual(
      err(failure('rate-limited', { retryAfterMs: 30_000 })),
    )
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
    await rooms.admit(host, viewer.id)
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
