import { expect, it } from 'vitest'
import { connect, joinSession, openSession } from './support/app.ts'
import { valueOf } from './support/rooms.ts'
import { startServer } from './support/server.ts'

const invalid = { ok: false, error: { code: 'code-invalid' } }

it('lets exactly one of sixteen apps win that claim a code at once', async () => {
  const { url } = await startServer({ LIMIT_FAILED_CLAIMS_PER_10_MINUTES: '100' })
  const host = await openSession(url)
  const viewers = await Promise.all(Array.from({ length: 16 }, () => connect(url)))
  const answers = await Promise.all(viewers.map((viewer) => viewer.ask('code:claim', { room: host.room })))
  const [winner, ...others] = answers.filter((answer) => (answer as { ok: boolean }).ok)
  expect(others).toEqual([])
  expect(answers.filter((answer) => answer !== winner)).toEqual(Array(15).fill(invalid))
  const { memberId } = (winner as { value: { memberId: string } }).value
  expect(await host.app.next('viewer:claimed')).toEqual({ viewerId: memberId })
  expect(host.app.unread).toEqual([])
})

it('answers unknown, used, withdrawn and expired codes alike', async () => {
  const { url, clock } = await startServer({ CODE_TTL_SECONDS: '60' })
  const used = await openSession(url)
  await joinSession(url, used.app, used.room)
  const withdrawn = await openSession(url)
  await withdrawn.app.request('code:renew', {})
  const expired = await openSession(url)
  clock.advance(60_000)
  const ended = await openSession(url)
  await ended.app.request('session:leave', {})

  const guesser = await connect(url)
  for (const room of ['00000000', used.room, withdrawn.room, expired.room, ended.room])
    expect(await guesser.ask('code:claim', { room })).toEqual(invalid)
})

it('keeps an address out after ten failed claims, right ones included', async () => {
  const { url } = await startServer()
  const host = await openSession(url)
  const guesser = await connect(url)
  for (let i = 0; i < 10; i++) expect(await guesser.ask('code:claim', { room: '00000000' })).toEqual(invalid)
  const other = await connect(url)
  const refused = await other.request('code:claim', { room: host.room })
  if (refused.ok) throw new Error('not refused')
  expect(refused.error.code).toBe('rate-limited')
  expect(refused.error.retryAfterMs).toBeGreaterThan(590_000)
  expect(refused.error.retryAfterMs).toBeLessThanOrEqual(600_000)
})

it('does not count claims that succeed', async () => {
  const { url } = await startServer({ LIMIT_FAILED_CLAIMS_PER_10_MINUTES: '2' })
  const host = await openSession(url)
  for (let i = 0; i < 5; i++) {
    const viewer = await joinSession(url, host.app, host.room)
    await viewer.app.request('session:leave', {})
    await host.app.next('viewer:left')
  }
})

it('limits how many sessions an address creates', async () => {
  const { url } = await startServer({ LIMIT_CREATES_PER_10_MINUTES: '2' })
  const { app } = await openSession(url)
  valueOf(await app.request('session:leave', {}))
  valueOf(await app.request('session:create', {}))
  valueOf(await app.request('session:leave', {}))
  expect(await app.request('session:create', {})).toMatchObject({
    ok: false,
    error: { code: 'rate-limited' },
  })
})

it('takes no more sessions than it is told to', async () => {
  const { url } = await startServer({ MAX_SESSIONS: '1' })
  await openSession(url)
  const late = await connect(url)
  expect(await late.ask('session:create', {})).toEqual({
    ok: false,
    error: { code: 'rate-limited', retryAfterMs: 30_000 },
  })
})
