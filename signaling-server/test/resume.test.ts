import { SIGNAL_PAUSE_MS } from '../../src/shared/protocol/signaling.ts'
import { expect, it } from 'vitest'
import { connect, joinSession, openSession, someHost } from './support/app.ts'
import { valueOf } from './support/rooms.ts'
import { startServer } from './support/server.ts'

const notAllowed = { ok: false, error: { code: 'not-allowed' } }

/** A host and one viewer that it has let in. */
const startSession = async () => {
  const server = await startServer({ RESUME_GRACE_SECONDS: '60' })
  const {
    app: host,
    room,
    maxViewers: _max,
    codeTtlMs: _ttl,
    ...hostMembership
  } = await openSession(server.url)
  const { app: viewer, hostId: _host, ...viewerMembership } = await joinSession(server.url, host, room)
  valueOf(await host.request('viewer:admit', { viewerId: viewerMembership.memberId }))
  return { ...server, host, viewer, hostMembership, viewerMembership }
}

it('gives a host its session back on a new connection', async () => {
  const { url, clock, host, viewer, hostMembership, viewerMembership } = await startSession()
  host.socket.disconnect()
  expect(await viewer.next('host:presence')).toEqual({ online: false })
  const refused = { ok: false, error: { code: 'peer-gone' } }
  expect(await viewer.ask('signal:send', { to: hostMembership.memberId, data: 'x' })).toEqual(refused)

  const again = await connect(url)
  expect(await again.ask('session:resume', hostMembership)).toEqual({
    ok: true,
    value: { role: 'host', members: [viewerMembership.memberId] },
  })
  expect(await viewer.next('host:presence')).toEqual({ online: true })
  // Sent before the refusal was heard of, it must not arrive before what was refused.
  expect(await viewer.ask('signal:send', { to: hostMembership.memberId, data: 'y' })).toEqual(refused)
  clock.advance(SIGNAL_PAUSE_MS)
  valueOf(await viewer.request('signal:send', { to: hostMembership.memberId, data: 'still here' }))
  expect(await again.next('signal:received')).toMatchObject({ data: 'still here' })
  valueOf(await again.request('code:renew', {}))
})

it('gives a viewer its place back', async () => {
  const { url, host, viewer, hostMembership, viewerMembership } = await startSession()
  viewer.socket.disconnect()
  const again = await connect(url)
  expect(await again.ask('session:resume', viewerMembership)).toEqual({
    ok: true,
    value: { role: 'viewer', members: [hostMembership.memberId] },
  })
  valueOf(await host.request('signal:send', { to: viewerMembership.memberId, data: 'still here' }))
  expect(await again.next('signal:received')).toMatchObject({ data: 'still here' })
  expect(host.unread).toEqual([])
})

it('closes the old connection when a member comes on a second one', async () => {
  const { url, host, hostMembership } = await startSession()
  const closed = host.closed()
  const again = await connect(url)
  expect((await again.request('session:resume', hostMembership)).ok).toBe(true)
  await closed
  expect((await again.request('code:renew', {})).ok).toBe(true)
})

it('ends the session once the host has been away for the grace period', async () => {
  const { url, clock, host, viewer, hostMembership } = await startSession()
  host.socket.disconnect()
  await viewer.next('host:presence')
  clock.advance(61_000)
  expect(await viewer.next('session:ended')).toEqual({ code: 'peer-gone' })
  const again = await connect(url)
  expect(await again.ask('session:resume', hostMembership)).toEqual(notAllowed)
  // The connection is as good as new: an app that has been forgotten starts over on it.
  expect((await again.request('session:create', someHost)).ok).toBe(true)
})

it('tells the host when a viewer has been away for the grace period', async () => {
  const { clock, host, viewer, viewerMembership } = await startSession()
  const { memberId: viewerId } = viewerMembership
  viewer.socket.disconnect()
  // The server has noticed as soon as it passes nothing on any more.
  for (let answer; answer?.ok !== false;)
    answer = await host.request('signal:send', { to: viewerId, data: 'x' })
  clock.advance(61_000)
  expect(await host.next('viewer:left')).toEqual({ viewerId, code: 'peer-gone' })
})

it('parts with a waiting viewer at once, and its code is open again', async () => {
  const { url } = await startServer()
  const host = await openSession(url)
  const viewer = await joinSession(url, host.app, host.room)
  viewer.app.socket.disconnect()
  expect(await host.app.next('viewer:left')).toEqual({ viewerId: viewer.memberId, code: 'peer-gone' })
  await joinSession(url, host.app, host.room)
})

it('accepts nobody without the right ticket', async () => {
  const { url, hostMembership, viewerMembership } = await startSession()
  const thief = await connect(url)
  const { ticket } = viewerMembership
  expect(await thief.ask('session:resume', { ...hostMembership, ticket })).toEqual(notAllowed)
  expect(await thief.ask('session:resume', { ...hostMembership, sessionId: 'A'.repeat(22) })).toEqual(
    notAllowed,
  )
})
