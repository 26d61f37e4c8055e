import { expect, it } from 'vitest'
import { connect, openSession } from './support/app.ts'
import { valueOf } from './support/rooms.ts'
import { startServer } from './support/server.ts'

/** On a real server: what a viewer sees of time before it has proved itself. */

const BEAT_MS = 10

it('answers a claim on the beat, and passes on what the host says no sooner', async () => {
  const { url, clock } = await startServer({}, { beatMs: BEAT_MS })
  const host = await openSession(url)
  const viewer = await connect(url)
  let isAnswered = false
  const claim = viewer.request('code:claim', { room: host.room }).finally(() => (isAnswered = true))
  const { viewerId } = await host.app.next('viewer:claimed')
  clock.advance(BEAT_MS - 1)
  await host.app.request('signal:send', { to: viewerId, data: 'hello' })
  expect([isAnswered, viewer.unread]).toEqual([false, []])

  clock.advance(1)
  expect(valueOf(await claim).memberId).toBe(viewerId)
  expect(await viewer.next('signal:received')).toEqual({ from: host.memberId, data: 'hello' })
})

it('does not let the beat be left by going to another connection', async () => {
  const { url, clock } = await startServer({}, { beatMs: BEAT_MS })
  const host = await openSession(url)
  const viewer = await connect(url)
  const claim = viewer.request('code:claim', { room: host.room })
  await host.app.next('viewer:claimed')
  clock.advance(BEAT_MS)
  const { sessionId, memberId, ticket } = valueOf(await claim)

  const other = await connect(url)
  const closed = viewer.closed()
  let isAnswered = false
  const resumed = other
    .request('session:resume', { sessionId, memberId, ticket })
    .finally(() => (isAnswered = true))
  await closed
  await host.app.request('signal:send', { to: memberId, data: 'hello' })
  expect([isAnswered, other.unread]).toEqual([false, []])
  clock.advance(BEAT_MS)
  valueOf(await resumed)
  await other.next('signal:received')
})

it('makes nobody wait who has proved the secret', async () => {
  const { url, clock } = await startServer({}, { beatMs: BEAT_MS })
  const host = await openSession(url)
  const viewer = await connect(url)
  const claim = viewer.request('code:claim', { room: host.room })
  const { viewerId } = await host.app.next('viewer:claimed')
  clock.advance(BEAT_MS)
  await claim
  await host.app.request('signal:send', { to: viewerId, data: 'confirm' })
  await host.app.request('code:renew', {})
  expect(await viewer.next('signal:received')).toMatchObject({ data: 'confirm' })
  valueOf(await viewer.request('signal:send', { to: host.memberId, data: 'knock' }))
  await host.app.request('signal:send', { to: viewerId, data: 'offer' })
  await viewer.next('signal:received')
})
