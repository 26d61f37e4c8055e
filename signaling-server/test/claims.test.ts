import { expect, it } from 'vitest'
import { findSolution } from '../../src/shared/protocol/claim-work.ts'
import { connect, joinSession, openSession, someHost, type TestApp } from './support/app.ts'
import { valueOf } from './support/rooms.ts'
import { startServer } from './support/server.ts'

const rateLimited = { ok: false, error: { code: 'rate-limited' } }

const claim = async (app: TestApp, room: string) => valueOf(await app.request('code:claim', { room }))

it('lets exactly one of sixteen apps win that claim a code at once; the others find a decoy', async () => {
  const { url } = await startServer()
  const host = await openSession(url)
  const viewers = await Promise.all(Array.from({ length: 16 }, () => connect(url)))
  const claims = await Promise.all(viewers.map((viewer) => claim(viewer, host.room)))
  const { viewerId } = await host.app.next('viewer:claimed')
  expect(claims.filter(({ memberId }) => memberId === viewerId)).toHaveLength(1)
  // None of them can tell: it is the same session and the same host for all.
  expect(new Set(claims.map(({ sessionId, hostId }) => `${sessionId} ${hostId}`))).toEqual(
    new Set([`${host.sessionId} ${host.memberId}`]),
  )
  expect(new Set(claims.map(({ memberId }) => memberId)).size).toBe(16)
  await host.app.request('session:leave', {})
  expect(host.app.unread).toEqual([])
})

it('does not count a claim whose viewer proves the secret', async () => {
  const { url } = await startServer({ LIMIT_FAILED_CLAIMS_PER_10_MINUTES: '1' })
  const host = await openSession(url)
  let { room } = host
  for (let i = 0; i < 8; i++) {
    const viewer = await joinSession(url, host.app, room)
    // What a host's app asks for as soon as it has checked the proof.
    room = valueOf(await host.app.request('code:renew', {})).room
    await host.app.request('viewer:remove', { viewerId: viewer.memberId, code: 'denied' })
  }
})

it('keeps an address out that claims and proves nothing, from right rooms and with other connections too', async () => {
  const { url } = await startServer({ LIMIT_FAILED_CLAIMS_PER_10_MINUTES: '4' })
  const host = await openSession(url)
  for (const room of ['00000000', host.room, '00000001', host.room]) {
    const guesser = await connect(url)
    await claim(guesser, room)
    guesser.socket.disconnect()
  }
  const refused = await (await connect(url)).request('code:claim', { room: host.room })
  if (refused.ok) throw new Error('not refused')
  expect(refused.error.code).toBe('rate-limited')
  expect(refused.error.retryAfterMs).toBeGreaterThan(590_000)
  expect(refused.error.retryAfterMs).toBeLessThanOrEqual(600_000)
})

it('cuts a connection at its sixth claim without a proof', async () => {
  const { url } = await startServer()
  const guesser = await connect(url)
  for (let i = 0; i < 5; i++) {
    await claim(guesser, `1234${i}`)
    await guesser.request('session:leave', {})
  }
  const closed = guesser.closed()
  expect(await guesser.ask('code:claim', { room: '12345' })).toEqual(rateLimited)
  await closed
})

it('limits claims on one room from everywhere, whether or not there is such a room', async () => {
  const { url } = await startServer({ LIMIT_CLAIMS_PER_ROOM_PER_MINUTE: '2', TRUST_PROXY: '1' })
  const { room } = await openSession(url)
  for (const target of [room, '00000000']) {
    for (let i = 0; i < 3; i++) {
      const guesser = await connect(url, { extraHeaders: { 'x-forwarded-for': `192.0.2.${i}` } })
      const { ok } = await guesser.request('code:claim', { room: target })
      expect(ok).toBe(i < 2)
      guesser.socket.disconnect()
    }
  }
})

it('asks for work once claims come too fast from all addresses together, and then takes them', async () => {
  const { url } = await startServer({ LIMIT_UNPROVED_CLAIMS_PER_SECOND: '1', TRUST_PROXY: '1' })
  const flood = async (index: number) => {
    const app = await connect(url, { extraHeaders: { 'x-forwarded-for': `198.51.100.${index}` } })
    return app.request('code:claim', { room: String(10_000 + index) })
  }
  for (let i = 0; i < 10; i++) expect((await flood(i)).ok).toBe(true)
  const { room } = await openSession(url)
  const viewer = await connect(url)
  const asked = await viewer.request('code:claim', { room })
  if (asked.ok || !asked.error.work) throw new Error('no work was asked for')
  expect(asked.error).toMatchObject({ code: 'rate-limited', retryAfterMs: 1000 })
  expect((await viewer.request('code:claim', { room, work: '1' })).ok).toBe(false)
  const work = findSolution(asked.error.work, room, 0, 10_000_000)
  if (work === undefined) throw new Error('no solution')
  expect((await viewer.request('code:claim', { room, work })).ok).toBe(true)
})

it('limits how many sessions an address creates', async () => {
  const { url } = await startServer({ LIMIT_CREATES_PER_10_MINUTES: '2' })
  const { app } = await openSession(url)
  valueOf(await app.request('session:leave', {}))
  valueOf(await app.request('session:create', someHost))
  valueOf(await app.request('session:leave', {}))
  expect(await app.request('session:create', someHost)).toMatchObject({
    ok: false,
    error: { code: 'rate-limited' },
  })
})

it('takes no more sessions than it is told to', async () => {
  const { url } = await startServer({ MAX_SESSIONS: '1' })
  await openSession(url)
  const late = await connect(url)
  expect(await late.ask('session:create', someHost)).toEqual({
    ok: false,
    error: { code: 'rate-limited', retryAfterMs: 30_000 },
  })
})
