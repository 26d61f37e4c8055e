import { createHmac } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { parse } from '../../src/shared/protocol/parse.ts'
import { iceReplySchema } from '../../src/shared/protocol/signaling.ts'
import { joinSession, openSession } from './support/app.ts'
import { valueOf } from './support/rooms.ts'
import { startServer } from './support/server.ts'

const turn = {
  STUN_URLS: 'stun:stun.example:3478',
  TURN_URLS: 'turn:turn.example:3478?transport=udp,turns:turn.example:443?transport=tcp',
  TURN_SECRET: 'north-wind',
  TURN_TTL_SECONDS: '600',
}

const bearer = ({ memberId, ticket }: { readonly memberId: string; readonly ticket: string }) => ({
  authorization: `Bearer ${memberId}.${ticket}`,
})

/** A folder like that of the built web edition. */
const buildWebEdition = async (): Promise<string> => {
  const root = await mkdtemp(join(tmpdir(), 'beckon-web-'))
  onTestFinished(() => rm(root, { recursive: true }))
  await mkdir(join(root, 'assets'))
  await writeFile(join(root, 'index.html'), '<!doctype html><title>Beckon</title>')
  await writeFile(join(root, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  await writeFile(join(root, 'assets/index-4f2a.js'), 'export {}')
  return root
}

describe('GET /api/ice', () => {
  it('gives a member credentials that a TURN server with the same secret accepts', async () => {
    const { url, clock } = await startServer(turn)
    const host = await openSession(url)
    const viewer = await joinSession(url, host.app, host.room)
    for (const member of [host, viewer]) {
      const response = await fetch(`${url}/api/ice`, { headers: bearer(member) })
      expect(response.status).toBe(200)
      expect(response.headers.get('cache-control')).toBe('no-store')
      const { iceServers, ttlSeconds } = valueOf(parse(iceReplySchema, await response.json()))
      expect(ttlSeconds).toBe(600)
      const [stun, relay] = iceServers
      expect(stun).toEqual({ urls: ['stun:stun.example:3478'] })
      expect(relay?.urls).toHaveLength(2)
      const [expires, pseudonym] = relay?.username?.split(':') ?? []
      expect(Number(expires)).toBe(clock.now() / 1000 + 600)
      expect(pseudonym).not.toContain(member.memberId)
      const password = createHmac('sha1', 'north-wind')
        .update(relay?.username ?? '')
        .digest('base64')
      expect(relay?.credential).toBe(password)
    }
  })

  it('gives nothing away but an empty list when there is nothing to give', async () => {
    const { url } = await startServer()
    const response = await fetch(`${url}/api/ice`, { headers: bearer(await openSession(url)) })
    expect(await response.json()).toEqual({ iceServers: [], ttlSeconds: 600 })
  })

  it('is for members alone', async () => {
    const { url } = await startServer(turn)
    const host = await openSession(url)
    const gone = await openSession(url)
    await gone.app.request('session:leave', {})
    const attempts: Record<string, string>[] = [
      {},
      { authorization: 'Basic dTpw' },
      { authorization: 'Bearer nonsense' },
      bearer({ memberId: host.memberId, ticket: 'A'.repeat(22) }),
      bearer(gone),
    ]
    for (const headers of attempts) {
      const response = await fetch(`${url}/api/ice`, { headers })
      expect(response.status).toBe(401)
      expect(await response.json()).toEqual({ code: 'not-allowed' })
    }
  })

  it('is limited per address', async () => {
    const { url } = await startServer({ LIMIT_ICE_REQUESTS_PER_10_MINUTES: '1' })
    const headers = bearer(await openSession(url))
    expect((await fetch(`${url}/api/ice`, { headers })).status).toBe(200)
    const refused = await fetch(`${url}/api/ice`, { headers })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await refused.json()).toMatchObject({ code: 'rate-limited' })
  })

  it('may be read by the pages of allowed origins alone', async () => {
    const { url } = await startServer()
    const ask = async (origin: string, method: string) =>
      (await fetch(`${url}/api/ice`, { method, headers: { origin } })).headers.get(
        'access-control-allow-origin',
      )
    for (const method of ['GET', 'OPTIONS']) {
      expect(await ask('app://beckon', method)).toBe('app://beckon')
      expect(await ask('https://evil.example', method)).toBeNull()
    }
  })
})

describe('the probes', () => {
  it('say that all is well', async () => {
    const { url } = await startServer()
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' })
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ready', turn: 'off' })
  })

  it('tell nobody what claims have found but this machine itself, or who has the token', async () => {
    const { url } = await startServer({ TRUST_PROXY: '1' })
    expect((await fetch(`${url}/metrics`, { headers: { 'x-forwarded-for': '192.0.2.1' } })).status).toBe(403)
    const guarded = await startServer({ METRICS_TOKEN: 'north-wind' })
    const read = async (authorization: string) =>
      (await fetch(`${guarded.url}/metrics`, { headers: { authorization } })).status
    expect([await read('Bearer south-wind'), await read('Bearer north-wind')]).toEqual([401, 200])
  })

  it('count what happens', async () => {
    const { url } = await startServer()
    const host = await openSession(url)
    const viewer = await joinSession(url, host.app, host.room)
    await host.app.request('signal:send', { to: viewer.memberId, data: 'four' })
    await host.app.request('viewer:admit', { viewerId: viewer.memberId })
    await host.app.ask('nonsense', {})
    const { app: other, room } = await openSession(url)
    await viewer.app.request('session:leave', {})
    await viewer.app.request('code:claim', { room: '00000000' })
    await viewer.app.request('session:leave', {})
    await viewer.app.request('code:claim', { room })
    await other.next('viewer:claimed')

    const metrics = await (await fetch(`${url}/metrics`)).text()
    expect(metrics.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual(
      expect.arrayContaining([
        'beckon_sessions 2',
        'beckon_codes 1',
        'beckon_viewers_waiting 1',
        'beckon_viewers_admitted 0',
        'beckon_sockets 3',
        'beckon_claims_total{outcome="claimed"} 2',
        'beckon_claims_total{outcome="code-invalid"} 1',
        'beckon_signals_total 1',
        'beckon_signal_characters_total 4',
        'beckon_malformed_total 1',
      ]),
    )
  })
})

describe('the web edition', () => {
  it('is one page under three addresses, never from a cache', async () => {
    const { url } = await startServer({ WEB_ROOT: await buildWebEdition() })
    for (const path of ['/', '/join', '/share', '/check', '/settings', '/index.html']) {
      const response = await fetch(url + path)
      expect(response.status).toBe(200)
      expect(await response.text()).toContain('<title>Beckon</title>')
      expect(response.headers.get('cache-control')).toBe('no-cache')
      expect(response.headers.get('content-type')).toMatch(/^text\/html/)
    }
  })

  it('has assets that may be kept for ever, and other files that may not', async () => {
    const { url } = await startServer({ WEB_ROOT: await buildWebEdition() })
    const asset = await fetch(`${url}/assets/index-4f2a.js`)
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(asset.headers.get('content-type')).toMatch(/javascript/)
    expect((await fetch(`${url}/icon.svg`)).headers.get('cache-control')).toBe('no-cache')
  })

  it('has no page at any other address', async () => {
    const { url } = await startServer({ WEB_ROOT: await buildWebEdition() })
    for (const path of ['/about', '/join/x', '/assets/gone.js', '/assets/', '/%2e%2e/package.json', '/%00']) {
      const response = await fetch(url + path)
      expect([400, 403, 404]).toContain(response.status)
      expect(await response.text()).not.toContain('<title>Beckon</title>')
    }
  })

  it('may do little besides talking to its own server', async () => {
    const { url } = await startServer({ WEB_ROOT: await buildWebEdition() })
    const { headers } = await fetch(url)
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data: blob:;font-src 'self';" +
        "connect-src 'self';media-src 'self' blob:;manifest-src 'self';worker-src 'self';base-uri 'none';" +
        "form-action 'none';frame-ancestors 'none'",
    )
    expect(headers.get('permissions-policy')).toContain('display-capture=(self)')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('strict-transport-security')).toBeNull()
  })

  it('can be left out; then the server says what it is', async () => {
    const { url } = await startServer()
    const response = await fetch(url)
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('signaling server')
  })
})

describe('any other request', () => {
  it('gets an error that tells nothing about the inside', async () => {
    const { url } = await startServer()
    const tooLarge = await fetch(`${url}/healthz`, { method: 'POST', body: 'x'.repeat(10_000) })
    expect(tooLarge.status).toBe(413)
    expect(await tooLarge.text()).toBe('Bad request.\n')
    expect((await fetch(`${url}/api/ice`, { method: 'DELETE' })).status).toBe(404)
  })
})
