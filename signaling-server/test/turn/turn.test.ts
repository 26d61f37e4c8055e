import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type Coturn, loopbackExceptions, startCoturn } from '../../../deploy/coturn/local.ts'
import { parse } from '../../../src/shared/protocol/parse.ts'
import { iceReplySchema } from '../../../src/shared/protocol/signaling.ts'
import { StunClient, type StunError } from '../../src/stun/client.ts'
import { parseServerUrl } from '../../src/stun/url.ts'
import { systemClock } from '../../src/system-clock.ts'
import { turnCredentials, type TurnCredentials } from '../../src/turn-credentials.ts'
import { probeTurn } from '../../src/turn-health.ts'
import { openSession } from '../support/app.ts'
import { valueOf } from '../support/rooms.ts'
import { startServer } from '../support/server.ts'

/** Against the real coturn, in the configuration of deploy/coturn. */

const SECRET = 'north-wind'

/** A port that is free for both UDP and TCP, as far as one can tell. */
const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

let coturn: Coturn
let port: number
let secondPort: number
beforeAll(async () => {
  port = await freePort()
  secondPort = await freePort()
  coturn = await startCoturn({
    command: [process.env.TURNSERVER_PATH ?? 'turnserver'],
    addresses: ['127.0.0.1', '::1'],
    port,
    secondPort,
    secret: SECRET,
  })
})
afterAll(() => coturn.stop())

const urlFor = (transport: 'udp' | 'tcp'): string => `turn:127.0.0.1:${port}?transport=${transport}`

const connect = async (credentials: TurnCredentials, transport: 'udp' | 'tcp' = 'udp') => {
  const client = await StunClient.open({
    server: parseServerUrl(urlFor(transport))!,
    credentials,
    clock: systemClock,
  })
  if (!client.ok) throw new Error(client.error.kind)
  onTestFinished(() => client.value.close())
  return client.value
}

/** Those of a member of its own in each test: coturn frees a relay that was given back a moment later. */
const credentialsFor = (memberId: string, ageSeconds = 0): TurnCredentials =>
  turnCredentials({ secret: SECRET, memberId, ttlSeconds: 600, nowMs: Date.now() - ageSeconds * 1000 })

const refusal = (code: number): { ok: false; error: StunError } => ({
  ok: false,
  error: { kind: 'refused', code },
})

describe.each(['udp', 'tcp'] as const)('a relay asked for over %s', (transport) => {
  it('is given to a member, kept up, and given back', async () => {
    const client = await connect(credentialsFor(`member over ${transport}`), transport)
    expect(await client.allocate()).toMatchObject({ ok: true, value: { address: '127.0.0.1' } })
    expect(await client.refresh(600)).toEqual({ ok: true, value: undefined })
    expect(await client.refresh(0)).toEqual({ ok: true, value: undefined })
  })
})

describe.each(['127.0.0.1', '[::1]'])('a client that asks %s', (host) => {
  it('is told its own address at either port, without credentials', async () => {
    for (const at of [port, secondPort]) {
      const server = parseServerUrl(`turn:${host}:${at}`)!
      const client = await StunClient.open({ server, clock: systemClock })
      if (!client.ok) throw new Error(client.error.kind)
      onTestFinished(() => client.value.close())
      const address = host.replace(/[[\]]/g, '')
      expect(await client.value.binding()).toMatchObject({ ok: true, value: { address } })
    }
  })
})

describe('a relay is refused to', () => {
  it('credentials that have expired', async () => {
    const client = await connect(credentialsFor('member', 601))
    expect(await client.allocate()).toEqual(refusal(401))
  })

  it('credentials whose time somebody has moved', async () => {
    const { username, credential } = credentialsFor('member', 601)
    const [, member] = username.split(':')
    const moved = `${Math.floor(Date.now() / 1000) + 600}:${member}`
    expect(await (await connect({ username: moved, credential })).allocate()).toEqual(refusal(401))
  })

  it('credentials under another secret', async () => {
    const forged = turnCredentials({
      secret: 'south-wind',
      memberId: 'member',
      ttlSeconds: 600,
      nowMs: Date.now(),
    })
    expect(await (await connect(forged)).allocate()).toEqual(refusal(401))
  })

  it("a member under another session's name", async () => {
    const { credential } = credentialsFor('member')
    const { username } = credentialsFor('member of another session')
    expect(await (await connect({ username, credential })).allocate()).toEqual(refusal(401))
  })

  it('nobody at all', async () => {
    expect(await (await connect({ username: '', credential: '' })).allocate()).toMatchObject({ ok: false })
  })

  it('whoever has left a session, once the time of what it was given is over', async () => {
    // What the server hands out has three seconds left.
    const startMs = Date.now() - 597_000
    const { url } = await startServer({ TURN_URLS: urlFor('udp'), TURN_SECRET: SECRET }, { startMs })
    const { app, memberId, ticket } = await openSession(url)
    const headers = { authorization: `Bearer ${memberId}.${ticket}` }
    const reply = valueOf(parse(iceReplySchema, await (await fetch(`${url}/api/ice`, { headers })).json()))
    const { username = '', credential = '' } = reply.iceServers[0] ?? {}
    expect(await (await connect({ username, credential })).allocate()).toMatchObject({ ok: true })
    expect(await app.request('session:leave', {})).toMatchObject({ ok: true })
    // No others from now on, and these for their time alone.
    expect((await fetch(`${url}/api/ice`, { headers })).status).toBe(401)
    await expect
      .poll(async () => (await connect({ username, credential })).allocate(), {
        interval: 250,
        timeout: 10_000,
      })
      .toEqual(refusal(401))
  })

  it('a member who holds as many as a host with six viewers may need, and to nobody else for it', async () => {
    for (let held = 0; held < 144; held++)
      expect(await (await connect(credentialsFor('greedy', held))).allocate()).toMatchObject({ ok: true })
    // 486: the quota is reached (RFC 8656, section 18.13).
    expect(await (await connect(credentialsFor('greedy', 200))).allocate()).toEqual(refusal(486))
    expect(await (await connect(credentialsFor('modest'))).allocate()).toMatchObject({ ok: true })
  })
})

describe('a relay that is up', () => {
  it('outlives its credentials, which open no other', async () => {
    // They have two seconds left; what happens then is waited for.
    const credentials = credentialsFor('late', 598)
    const client = await connect(credentials)
    expect(await client.allocate()).toMatchObject({ ok: true })
    await expect
      .poll(async () => (await connect(credentials)).allocate(), { interval: 250, timeout: 10_000 })
      .toEqual(refusal(401))
    expect(await client.refresh(600)).toEqual({ ok: true, value: undefined })
  })

  it.each([
    '0.0.0.1',
    '10.0.0.5',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
  ])('does not send to %s', async (address) => {
    const client = await connect(credentialsFor(address))
    await client.allocate()
    expect(await client.permit({ address, port: 80 })).toEqual(refusal(403))
  })

  it.each([
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.5',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '2002:7f00:1::1',
    '2001:0:7f00:1::1',
    'fd00::1',
    'fe80::1',
    'ff02::1',
  ])('does not send to %s either', async (address) => {
    const client = await connect(credentialsFor(address))
    expect(await client.allocate('ipv6')).toMatchObject({ ok: true, value: { address: '::1' } })
    expect(await client.permit({ address, port: 80 })).toEqual(refusal(403))
  })

  it('sends to the internet', async () => {
    const client = await connect(credentialsFor('member'))
    await client.allocate()
    expect(await client.permit({ address: '198.51.100.7', port: 9 })).toEqual({ ok: true, value: undefined })
  })
})

describe('the health check', () => {
  it.each(['udp', 'tcp'] as const)(
    'is content with the hardened configuration, over %s',
    async (transport) => {
      const finding = await probeTurn({ url: urlFor(transport), secret: SECRET, clock: systemClock })
      expect(finding.kind).toBe('ok')
    },
  )

  it.each([
    ['169.254.0.0-169.254.255.255'],
    // As with the ranges of IPv4 alone: the hole of CVE-2026-27624.
    ['::ffff:169.254.0.0-::ffff:169.254.255.255'],
  ])('is not content with one that lets strangers reach %s inside', async (inside) => {
    const open = await freePort()
    const careless = await startCoturn({
      command: [process.env.TURNSERVER_PATH ?? 'turnserver'],
      addresses: ['127.0.0.1', '::1'],
      port: open,
      secret: SECRET,
      exceptions: [...loopbackExceptions, `allowed-peer-ip=${inside}`],
    })
    onTestFinished(() => careless.stop())
    expect(await probeTurn({ url: `turn:127.0.0.1:${open}`, secret: SECRET, clock: systemClock })).toEqual({
      kind: 'open-to-inside',
    })
  })

  it('tells a wrong secret from a server that is not there', async () => {
    expect(await probeTurn({ url: urlFor('udp'), secret: 'south-wind', clock: systemClock })).toEqual({
      kind: 'failed',
      step: 'allocate',
      error: { kind: 'refused', code: 401 },
    })
    const url = `turn:127.0.0.1:${await freePort()}`
    expect(await probeTurn({ url: `${url}?transport=tcp`, secret: SECRET, clock: systemClock })).toEqual({
      kind: 'failed',
      step: 'connect',
      error: { kind: 'unreachable' },
    })
    expect(await probeTurn({ url, secret: SECRET, clock: systemClock })).toMatchObject({
      kind: 'failed',
      step: 'allocate',
    })
  })

  it.each(['udp', 'tcp'])('tells an address that there is no way to, over %s', async (transport) => {
    // The network's broadcast address, which no socket is let connect to.
    const url = `turn:255.255.255.255:3478?transport=${transport}`
    expect(await probeTurn({ url, secret: SECRET, clock: systemClock })).toEqual({
      kind: 'failed',
      step: 'connect',
      error: { kind: 'unreachable' },
    })
  })

  it('gives up on a server that says nothing, or nonsense', async () => {
    const socket = createSocket('udp4')
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
    onTestFinished(() => void socket.close())
    const url = `turn:127.0.0.1:${socket.address().port}`
    expect(await probeTurn({ url, secret: SECRET, clock: systemClock })).toMatchObject({
      step: 'allocate',
      error: { kind: 'timeout' },
    })
    socket.on('message', (message, { port: from }) => {
      message.writeUInt16BE(0x0103, 0)
      socket.send(message.subarray(0, -1), from, '127.0.0.1')
    })
    expect(await probeTurn({ url, secret: SECRET, clock: systemClock })).toMatchObject({
      step: 'allocate',
      error: { kind: 'malformed' },
    })
  })
})
