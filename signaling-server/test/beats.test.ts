import { expect, it } from 'vitest'
import { connect, openSession, someHost } from './support/app.ts'
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

/** Connections that are kept to the beat, once nobody is connected any more. */
const onBeatAtTheEnd = async (url: string): Promise<number> => {
  const read = async (name: string): Promise<number> =>
    Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(await (await fetch(`${url}/metrics`)).text())?.[1])
  await expect.poll(() => read('beckon_sockets')).toBe(0)
  return read('beckon_sockets_on_beat')
}

it('keeps no time for a connection that is gone before its claim was answered', async () => {
  const { url } = await startServer({}, { beatMs: BEAT_MS })
  for (let index = 0; index < 10; index++) {
    const app = await connect(url)
    app.socket.emit('code:claim', { room: `1000${index}` }, () => undefined)
    app.socket.disconnect()
  }
  expect(await onBeatAtTheEnd(url)).toBe(0)
})

it('does nothing that a connection asks for after it has been cut', async () => {
  const { url } = await startServer({}, { beatMs: BEAT_MS })
  const app = await connect(url)
  // Enough to be cut for, and in the same breath what would make it a member.
  for (let offence = 0; offence < 30; offence++) app.socket.emit('nonsense', {})
  app.socket.emit('code:claim', { room: '10000' }, () => undefined)
  app.socket.emit('session:create', someHost, () => undefined)
  await app.closed()
  expect(await onBeatAtTheEnd(url)).toBe(0)
  expect(await (await fetch(`${url}/metrics`)).text()).toContain('\nbeckon_sessions 0\n')
})

it('keeps no time for a connection that resumes a claim by its id alone', async () => {
  const { url, clock } = await startServer({}, { beatMs: BEAT_MS })
  const host = await openSession(url)
  const viewer = await connect(url)
  const claim = viewer.request('code:claim', { room: host.room })
  await host.app.next('viewer:claimed')
  clock.advance(BEAT_MS)
  const { sessionId, memberId } = valueOf(await claim)
  const wrong = { sessionId, memberId, ticket: 'A'.repeat(22) }
  // At once, as for any id that there is not.
  const stranger = await connect(url)
  expect((await stranger.request('session:resume', wrong)).ok).toBe(false)
  for (let index = 0; index < 10; index++) {
    const app = await connect(url)
    app.socket.emit('session:resume', wrong, () => undefined)
    app.socket.disconnect()
  }
  for (const { socket } of [host.app, viewer, stranger]) socket.disconnect()
  expect(await onBeatAtTheEnd(url)).toBe(0)
})

it('answers the sixth claim without a proof before it cuts the connection', async () => {
  const { url, clock } = await startServer({}, { beatMs: BEAT_MS })
  const guesser = await connect(url)
  const closed = guesser.closed()
  const onBeat = async <T>(answer: Promise<T>): Promise<T> => {
    let isAnswered = false
    void answer.finally(() => (isAnswered = true))
    await expect
      .poll(() => {
        clock.advance(BEAT_MS)
        return isAnswered
      })
      .toBe(true)
    return answer
  }
  for (let index = 0; index < 5; index++) {
    valueOf(await onBeat(guesser.request('code:claim', { room: `4444${index}` })))
    await onBeat(guesser.request('session:leave', {}))
  }
  expect(await onBeat(guesser.request('code:claim', { room: '55555' }))).toMatchObject({
    ok: false,
    error: { code: 'rate-limited' },
  })
  await closed
})

it('counts the beats anew for what is asked of the host, and for nothing else', async () => {
  const { url, clock } = await startServer({}, { beatMs: BEAT_MS })
  // One that says nothing: beats go on as they were while something is held.
  const host = await openSession(url)
  const viewer = await connect(url)
  const claim = viewer.request('code:claim', { room: host.room })
  await host.app.next('viewer:claimed')
  clock.advance(BEAT_MS)
  const { hostId } = valueOf(await claim)
  clock.advance(BEAT_MS / 2)
  let answered = 0
  const ask = async (to: string): Promise<void> => {
    viewer.socket.emit('signal:send', { to, data: 'x' }, () => answered++)
    // Refused on arrival, which is after the arrival of what was sent before.
    await viewer.ask('nothing', {})
  }
  await ask('A'.repeat(22))
  clock.advance(BEAT_MS / 2)
  await expect.poll(() => answered).toBe(1)

  clock.advance(BEAT_MS / 2)
  await ask(hostId)
  clock.advance(BEAT_MS / 2)
  await viewer.ask('nothing', {})
  expect(answered).toBe(1)
  clock.advance(BEAT_MS / 2)
  await expect.poll(() => answered).toBe(2)
})
