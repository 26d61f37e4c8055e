import { describe, expect, it } from 'vitest'
import { parsePairingMessage, type PairingMessage } from '../../src/shared/protocol/pairing-messages.ts'
import { connect, openSession, someHost, type TestApp } from './support/app.ts'
import type { FakeClock } from './support/fake-clock.ts'
import { exchangeShares, fingerprintHeardBy, openPairingSession } from './support/pairing.ts'
import { valueOf } from './support/rooms.ts'
import { startServer } from './support/server.ts'

const DEAD_ROOM = '00000000'
/** Longer than any decoy takes, shorter than it waits. */
const A_WHILE_MS = 5000
const done = { ok: true, value: {} }
const refusal = (code: string) => ({ ok: false, error: { code } })

const claim = async (app: TestApp, room = DEAD_ROOM) => valueOf(await app.request('code:claim', { room }))

/** What the decoy says next, once its delay is over. */
const nextMessage = async (app: TestApp, clock: FakeClock): Promise<PairingMessage> => {
  clock.advance(A_WHILE_MS)
  return valueOf(parsePairingMessage((await app.next('signal:received')).data))
}

describe('the viewer of a decoy', () => {
  it('hears a hello, and is turned away as by a host when what it says makes no sense', async () => {
    const { url, clock } = await startServer()
    const app = await connect(url)
    const { hostId } = await claim(app)
    expect(await nextMessage(app, clock)).toMatchObject({ type: 'pair-hello', version: 1 })
    expect(await app.ask('signal:send', { to: hostId, data: 'nonsense' })).toEqual(done)
    expect(await nextMessage(app, clock)).toEqual({ type: 'pair-abort', code: 'bad-request' })
    expect(await app.next('viewer:removed')).toEqual({ code: 'secret-mismatch' })
    // It is nobody's member any more, and may claim anew.
    expect(await app.ask('signal:send', { to: hostId, data: 'x' })).toEqual(refusal('not-allowed'))
    await claim(app)
  })

  it('is turned away without a word after its own goodbye, and with one after twenty seconds', async () => {
    const { url, clock } = await startServer()
    const app = await connect(url)
    const { hostId } = await claim(app)
    await nextMessage(app, clock)
    const data = JSON.stringify({ type: 'pair-abort', code: 'tampered' })
    await app.ask('signal:send', { to: hostId, data })
    clock.advance(A_WHILE_MS)
    expect(await app.next('viewer:removed')).toEqual({ code: 'secret-mismatch' })

    await claim(app)
    await nextMessage(app, clock)
    clock.advance(20_000)
    expect(await nextMessage(app, clock)).toEqual({ type: 'pair-abort', code: 'peer-unreachable' })
    expect(await app.next('viewer:removed')).toEqual({ code: 'secret-mismatch' })
  })

  it('may do what a viewer may that waits, and no more', async () => {
    const { url } = await startServer({ TURN_URLS: 'turn:turn.example', TURN_SECRET: 'north-wind' })
    const real = await openSession(url)
    const answers: unknown[][] = []
    for (const room of [real.room, DEAD_ROOM]) {
      const app = await connect(url)
      const { sessionId, memberId, ticket, hostId } = await claim(app, room)
      const headers = { authorization: `Bearer ${memberId}.${ticket}` }
      const ice = async () => (await fetch(`${url}/api/ice`, { headers })).status
      const own = [
        await app.ask('session:create', someHost),
        await app.ask('code:claim', { room }),
        await app.ask('code:renew', {}),
        await app.ask('viewer:admit', { viewerId: memberId }),
        await app.ask('signal:send', { to: memberId, data: 'x' }),
        await app.ask('signal:send', { to: 'A'.repeat(22), data: 'x' }),
        await app.ask('signal:send', { to: hostId, data: 'x' }),
        await ice(),
      ]
      // Another connection with the ticket takes its place, and only with the ticket.
      const other = await connect(url)
      const closed = app.closed()
      const wrong = { sessionId, memberId, ticket: 'A'.repeat(22) }
      const others = [
        await other.ask('session:resume', wrong),
        await other.ask('session:resume', { sessionId: 'A'.repeat(22), memberId, ticket }),
        await other.request('session:resume', { sessionId, memberId, ticket }),
      ]
      await closed
      expect(others.at(-1)).toEqual({ ok: true, value: { role: 'viewer', members: [hostId] } })
      const last = [await other.ask('session:leave', {}), await other.ask('session:leave', {}), await ice()]
      answers.push([...own, ...others.slice(0, 2), ...last])
    }
    expect(answers[1]).toEqual(answers[0])
  })

  it('meets the same host each time, and another one after the life of a code', async () => {
    const { url, clock } = await startServer()
    const meet = async () => {
      const app = await connect(url)
      const { sessionId, hostId } = await claim(app)
      app.socket.disconnect()
      return `${sessionId} ${hostId}`
    }
    const first = await meet()
    expect(await meet()).toBe(first)
    clock.advance(600_000)
    expect(await meet()).not.toBe(first)
  })

  it('at a used room, meets the host that it had', async () => {
    const { url } = await startServer()
    const host = await openSession(url)
    await host.app.request('code:renew', {})
    expect(await claim(await connect(url), host.room)).toMatchObject({
      sessionId: host.sessionId,
      hostId: host.memberId,
    })
  })
})

describe('of two viewers at one room', () => {
  const sides: readonly ('live' | 'unknown')[] = ['live', 'unknown']
  it.each(sides.flatMap((side) => [0, 1].map((first) => [side, first] as const)))(
    'both hear of the same certificate: %s, number %i asks first',
    async (side, first) => {
      const { url, clock } = await startServer()
      const host = await openPairingSession(url)
      const room = side === 'live' ? host.room : DEAD_ROOM
      const viewers = []
      for (let index = 0; index < 2; index++) {
        const app = await connect(url)
        viewers.push({ app, clock, room, ...(await claim(app, room)) })
      }
      const [one, other] = first === 0 ? viewers : viewers.reverse()
      if (!one || !other) throw new Error('no viewers')
      const heard = [await fingerprintHeardBy(one), await fingerprintHeardBy(other)]
      expect(heard[0]).toEqual(heard[1])
      if (side === 'live') expect(heard[0]).toEqual(host.fingerprint)
    },
  )
})

describe('a viewer whose host has lost its connection, or stops', () => {
  const ends: readonly ('is lost' | 'stops')[] = ['is lost', 'stops']
  const part = async (host: TestApp, how: (typeof ends)[number]): Promise<void> => {
    if (how === 'stops') valueOf(await host.request('session:leave', {}))
    host.socket.disconnect()
  }

  it.each(ends)('before the viewer came meets a decoy, and hears nothing of that: %s', async (how) => {
    const { url, clock, log } = await startServer()
    const host = await openSession(url)
    await part(host.app, how)
    await expect.poll(log).toContain('"disconnected"')
    const app = await connect(url)
    expect((await claim(app, host.room)).hostId).toBe(host.memberId)
    expect(await nextMessage(app, clock)).toMatchObject({ type: 'pair-hello' })
    expect(app.unread).toEqual([])
  })

  it.each(ends)('before its hello gets one all the same: %s', async (how) => {
    const { url, clock, log } = await startServer()
    const host = await openSession(url)
    const app = await connect(url)
    await claim(app, host.room)
    await part(host.app, how)
    await expect.poll(log).toContain('"viewer lost its host before a proof"')
    expect(await nextMessage(app, clock)).toMatchObject({ type: 'pair-hello' })
  })

  it.each(ends)('amid the proof is told code-invalid by a decoy: %s', async (how) => {
    const { url, clock, log } = await startServer()
    const host = await openPairingSession(url)
    const app = await connect(url)
    const viewer = { app, clock, room: host.room, ...(await claim(app, host.room)) }
    const { prove } = await exchangeShares(viewer)
    await part(host.app, how)
    await expect.poll(log).toContain('"viewer lost its host before a proof"')
    expect(app.unread).toEqual([])
    await prove()
    expect(await nextMessage(app, clock)).toEqual({ type: 'pair-abort', code: 'code-invalid' })
    expect(await app.next('viewer:removed')).toEqual({ code: 'secret-mismatch' })
  })

  it('between hello and share gets a share, of the same certificate', async () => {
    const { url, clock, log } = await startServer()
    const host = await openPairingSession(url)
    const app = await connect(url)
    const viewer = { app, clock, room: host.room, ...(await claim(app, host.room)) }
    await expect.poll(() => app.unread).toEqual(['signal:received'])
    host.app.socket.disconnect()
    await expect.poll(log).toContain('"viewer lost its host before a proof"')
    expect(await fingerprintHeardBy(viewer)).toEqual(host.fingerprint)
  })
})

it('a decoy leaves no timer and no member behind when its viewer goes', async () => {
  const { url, clock } = await startServer()
  const before = clock.pending
  const app = await connect(url)
  await claim(app)
  expect(clock.pending).toBeGreaterThan(before)
  await app.request('session:leave', {})
  expect(clock.pending).toBe(before)
})
