import { describe, expect, it, onTestFinished } from 'vitest'
import { MAX_PACKET_BYTES, MAX_SIGNAL_LENGTH, PROTOCOL_VERSION } from '../../src/shared/protocol/signaling.ts'
import { connect, failToConnect, joinSession, openSession, someHost } from './support/app.ts'
import { startServer } from './support/server.ts'

const badRequest = { ok: false, error: { code: 'bad-request' } }

describe('a connection', () => {
  it.each([{ protocol: PROTOCOL_VERSION + 1 }, { protocol: 'one' }, {}])(
    'with the handshake %o is told that the versions differ',
    async (auth) => {
      const { url } = await startServer()
      expect((await failToConnect(url, { auth })).data).toEqual({ code: 'version-mismatch' })
    },
  )

  it("from another site's page is refused, from an own or allowed one not", async () => {
    const { url } = await startServer({ ALLOWED_ORIGINS: 'https://friend.example' })
    const from = (origin: string) => ({ extraHeaders: { origin } })
    expect((await failToConnect(url, from('https://evil.example'))).message).toBe('websocket error')
    await connect(url, from(url))
    await connect(url, from('https://friend.example'))
  })

  it('carries one socket, even for a client that asks for several in one breath', async () => {
    const { url } = await startServer()
    const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
    onTestFinished(() => socket.close())
    const connect = `40${JSON.stringify({ protocol: PROTOCOL_VERSION })}`
    const frames: string[] = []
    // Asked in one packet, the others are refused; asked later, they end the connection.
    await new Promise<void>((resolve) => {
      socket.addEventListener('close', () => resolve())
      socket.addEventListener('message', ({ data }) => {
        frames.push(String(data))
        if (frames.length === 1) for (let i = 0; i < 3; i++) socket.send(connect)
        if (frames.length === 4) resolve()
      })
    })
    expect(frames.filter((frame) => frame.startsWith('40'))).toHaveLength(1)
    await openSession(url)
  })

  it('needs WebSocket from the start', async () => {
    const { url } = await startServer()
    const response = await fetch(`${url}/socket.io/?EIO=4&transport=polling`)
    expect(response.status).toBe(400)
  })

  it('is refused with a reason when there are too many from one address', async () => {
    const { url } = await startServer({ LIMIT_SOCKETS_PER_MINUTE: '1' })
    await connect(url)
    expect((await failToConnect(url)).data).toMatchObject({ code: 'rate-limited' })
    expect((await failToConnect(url)).message).toBe('websocket error')
  })

  it('counts as open until it closes', async () => {
    const { url } = await startServer({ LIMIT_OPEN_SOCKETS: '1' })
    const first = await openSession(url)
    expect((await failToConnect(url)).data).toEqual({ code: 'rate-limited', retryAfterMs: 30_000 })
    expect(await first.app.ask('session:leave', {})).toEqual({ ok: true, value: {} })
  })

  it('ends with a packet that is too large, and the server goes on', async () => {
    const { url } = await startServer()
    const app = await connect(url)
    const closed = app.closed()
    app.socket.emit('signal:send', 'x'.repeat(MAX_PACKET_BYTES))
    await closed
    await openSession(url)
  })
})

describe('a request', () => {
  it.each([
    ['session:create', null],
    ['session:create', [1]],
    ['session:create', {}],
    ['session:create', { ...someHost, extra: 1 }],
    ['session:create', { fingerprint: 'A'.repeat(42) }],
    ['session:create', { fingerprint: 'B'.repeat(43) }],
    ['code:claim', {}],
    ['code:claim', { room: '1234' }],
    ['code:claim', { room: '1234567890' }],
    ['code:claim', { room: 12345 }],
    ['code:claim', { room: '１２３４５' }],
    ['code:claim', { room: ['12345'] }],
    ['code:claim', 'x'.repeat(1000)],
    ['session:resume', { sessionId: '', memberId: '', ticket: '' }],
    ['viewer:remove', { viewerId: 'A'.repeat(22), code: 'made-up' }],
    ['signal:send', { to: 'A'.repeat(22), data: { nested: true } }],
    ['signal:send', { to: 'A'.repeat(22), data: 'x'.repeat(MAX_SIGNAL_LENGTH + 1) }],
    ['signal:send', { to: 'A'.repeat(22), data: Buffer.from('binary') }],
    ['signal:send', JSON.parse('{"to":"AAAAAAAAAAAAAAAAAAAAAA","data":"x","__proto__":{"y":1}}')],
    ['no:such:event', {}],
    ['constructor', {}],
    ['__proto__', {}],
    ['error', new Error('x')],
  ])('%s with %j is bad', async (event, payload) => {
    const { url } = await startServer()
    const app = await connect(url)
    expect(await app.ask(event, payload)).toEqual(badRequest)
    expect(app.socket.connected).toBe(true)
  })

  it('needs exactly a payload and an acknowledgement', async () => {
    const { url } = await startServer()
    const app = await connect(url)
    app.socket.emit('session:create', someHost)
    app.socket.emit('session:create')
    expect(await app.socket.emitWithAck('session:create')).toEqual(badRequest)
    expect(await app.socket.emitWithAck('session:create', someHost, {})).toEqual(badRequest)
    // None of the above has made it a member.
    expect((await app.request('session:create', someHost)).ok).toBe(true)
  })

  it('may be bad a few times; then the connection is cut', async () => {
    const { url, log } = await startServer()
    const app = await connect(url)
    const closed = app.closed()
    for (let i = 0; i < 30; i++) app.socket.emit('nonsense', i)
    await closed
    expect(log()).toContain('connection cut for repeated offences')
    await openSession(url)
  })

  it('is one of a few per second', async () => {
    const { url, clock } = await startServer({ LIMIT_REQUESTS_PER_SECOND: '1' })
    const { app } = await openSession(url)
    for (let i = 0; i < 7; i++) expect((await app.request('code:renew', {})).ok).toBe(true)
    const limited = { ok: false, error: { code: 'rate-limited', retryAfterMs: 1000 } }
    expect(await app.ask('code:renew', {})).toEqual(limited)
    clock.advance(1000)
    expect((await app.request('code:renew', {})).ok).toBe(true)
  })
})

describe('a signal', () => {
  it('may be as long as the protocol says', async () => {
    const { url } = await startServer()
    const host = await openSession(url)
    const viewer = await joinSession(url, host.app, host.room)
    const data = 'x'.repeat(MAX_SIGNAL_LENGTH)
    expect((await host.app.request('signal:send', { to: viewer.memberId, data })).ok).toBe(true)
    expect((await viewer.app.next('signal:received')).data).toBe(data)
  })

  it.each([
    ['many', { LIMIT_SIGNALS_PER_SECOND: '1' }, 4, 'x'],
    ['much', { LIMIT_SIGNAL_BYTES_PER_SECOND: '8192' }, 4, 'x'.repeat(16_384)],
  ])('is refused when there are too %s', async (_, environment, allowed, data) => {
    const { url } = await startServer(environment)
    const host = await openSession(url)
    const viewer = await joinSession(url, host.app, host.room)
    const send = () => host.app.request('signal:send', { to: viewer.memberId, data })
    for (let i = 0; i < allowed; i++) expect((await send()).ok).toBe(true)
    expect(await send()).toMatchObject({ ok: false, error: { code: 'rate-limited' } })
  })
})
