import { connect } from 'node:net'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Log } from '../log/log.ts'
import { openServer } from './address.ts'
import { startEmbeddedServer } from './embedded.ts'
import { announcedAddresses, lanAddresses } from './lan-addresses.ts'
import { NetworkServer, type RunningServer } from './network-server.ts'

const log: Log = { info: () => {}, warn: () => {}, error: () => {} }
const ipv4 = (address: string, internal = false) =>
  ({ address, family: 'IPv4', internal, netmask: '', mac: '', cidr: null }) as const
const ipv6 = (address: string) =>
  ({ address, family: 'IPv6', internal: false, netmask: '', mac: '', cidr: null, scopeid: 0 }) as const

describe('addresses on the local network', () => {
  it('come likeliest first', () => {
    expect(
      lanAddresses({
        lo: [ipv4('127.0.0.1', true)],
        docker0: [ipv4('172.17.0.1')],
        eth1: [ipv4('169.254.3.4')],
        ppp0: [ipv4('203.0.113.9')],
        wlan0: [ipv6('fe80::1'), ipv4('192.168.1.5')],
      }),
    ).toEqual(['192.168.1.5', '203.0.113.9', '169.254.3.4', '172.17.0.1'])
  })

  it('may be none', () => {
    expect(lanAddresses({ lo: [ipv4('127.0.0.1', true)], gone: undefined })).toEqual([])
  })
})

describe('a server is announced', () => {
  const docker = { docker0: [ipv4('172.17.0.1')], veth1a2b: [ipv4('169.254.9.9')], wg0: [ipv4('10.9.0.2')] }

  it('on networks that other people are on', () => {
    expect(announcedAddresses({ ...docker, wlan0: [ipv4('192.168.1.5')], eth0: [ipv4('10.0.0.7')] })).toEqual(
      ['192.168.1.5', '10.0.0.7'],
    )
  })

  it('wherever there is a network at all, where there is no other', () => {
    expect(announcedAddresses(docker)).toEqual(lanAddresses(docker))
  })
})

describe('the address of the server', () => {
  const lan = { lanAddresses: () => ['192.168.1.5', '10.0.0.7'] }

  it('is the hosted one, which needs no server here', async () => {
    const url = 'https://beckon.example'
    const openNetworkServer = () => Promise.reject(new Error('was started'))
    expect(
      await openServer({ server: { kind: 'hosted', url }, networkPort: null }, { openNetworkServer, ...lan }),
    ).toEqual({
      ok: true,
      value: { url, browserUrls: [url] },
    })
  })

  it('is this computer for the app, and its network addresses for browsers', async () => {
    const openNetworkServer = (port: number | null) =>
      Promise.resolve({ ok: true, value: port ?? 40_123 } as const)
    expect(
      await openServer({ server: { kind: 'network' }, networkPort: null }, { openNetworkServer, ...lan }),
    ).toEqual({
      ok: true,
      value: {
        url: 'http://127.0.0.1:40123',
        browserUrls: ['http://192.168.1.5:40123', 'http://10.0.0.7:40123'],
      },
    })
  })
})

/** Servers that exist as long as they run, on ports that can be taken by others. */
const createHouse = (taken: number[] = []) => {
  const running = new Set<number>()
  let next = 40_000
  const start = (port: number): Promise<RunningServer> => {
    const bound = port === 0 ? ++next : port
    if (taken.includes(bound) || running.has(bound)) return Promise.reject(new Error('EADDRINUSE'))
    running.add(bound)
    return Promise.resolve({
      port: bound,
      close: async () => {
        await Promise.resolve()
        running.delete(bound)
      },
    })
  }
  return { running, taken, server: new NetworkServer(start, log) }
}

describe('the network server', () => {
  it('runs once, however often it is opened', async () => {
    const { server, running } = createHouse()
    const [first, second] = await Promise.all([server.open(null), server.open(null)])
    expect(first).toEqual({ ok: true, value: 40_001 })
    expect(second).toEqual(first)
    expect([...running]).toEqual([40_001])
  })

  it('moves to a port that is asked for', async () => {
    const { server, running } = createHouse()
    await server.open(null)
    expect(await server.open(7300)).toEqual({ ok: true, value: 7300 })
    expect([...running]).toEqual([7300])
  })

  it('says when a fixed port is taken, and runs nowhere', async () => {
    const { server, running } = createHouse([7300])
    expect(await server.open(7300)).toMatchObject({ ok: false, error: { code: 'server-unreachable' } })
    expect([...running]).toEqual([])
  })

  it('comes back at its last port, unless somebody took that', async () => {
    const { server, running, taken } = createHouse()
    await server.open(null)
    await server.close()
    expect([...running]).toEqual([])
    expect(await server.open(null)).toEqual({ ok: true, value: 40_001 })
    await server.close()
    taken.push(40_001)
    expect(await server.open(null)).toEqual({ ok: true, value: 40_002 })
  })

  it('can be opened while it closes', async () => {
    const { server, running } = createHouse()
    await server.open(7300)
    const closed = server.close()
    expect(await server.open(7300)).toEqual({ ok: true, value: 7300 })
    await closed
    expect([...running]).toEqual([7300])
    await Promise.all([server.close(), server.close()])
    expect([...running]).toEqual([])
  })
})

describe('the embedded server', () => {
  let webRoot: string
  beforeEach(async () => {
    webRoot = await mkdtemp(join(tmpdir(), 'beckon-web-'))
    await writeFile(join(webRoot, 'index.html'), '<!doctype html>')
  })
  afterEach(() => rm(webRoot, { recursive: true, force: true }))

  const isListening = (port: number): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => {
        socket.destroy()
        resolve(true)
      })
      socket.once('error', () => resolve(false))
    })

  it('serves the web edition and lets the app in, until it is closed', async () => {
    const lines: string[] = []
    const server = await startEmbeddedServer({
      port: 0,
      webRoot,
      allowedOrigins: [],
      logSink: { write: (line) => void lines.push(line) },
    })
    try {
      const origin = `http://127.0.0.1:${server.port}`
      expect(await (await fetch(`${origin}/join`)).text()).toBe('<!doctype html>')
      const preflight = await fetch(`${origin}/api/ice`, {
        method: 'OPTIONS',
        headers: { origin: 'app://beckon' },
      })
      expect(preflight.headers.get('access-control-allow-origin')).toBe('app://beckon')
      await expect(
        startEmbeddedServer({ port: server.port, webRoot, allowedOrigins: [], logSink: { write: () => {} } }),
      ).rejects.toThrow('EADDRINUSE')
    } finally {
      await server.close()
    }
    expect(await isListening(server.port)).toBe(false)
    expect(lines.join('')).toContain('"msg":"listening"')
  })
})
