import { createSocket } from 'node:dgram'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { Clock } from '#shared/clock.ts'
import type { Log } from '../log/log.ts'
import { announce, answer, isQuery, query, sayGoodbye, serversIn } from './beckon-service.ts'
import { decodeMessage, encodeMessage, type DnsMessage, type DnsRecord } from './dns-message.ts'
import { LocalNetwork } from './local-network.ts'

const label = fc
  .string({ minLength: 1, maxLength: 20, unit: 'grapheme' })
  .filter((text) => Buffer.byteLength(text) <= 63)
const name = fc.array(label, { maxLength: 5 })
const ttlS = fc.nat(0xffffffff)
const record: fc.Arbitrary<DnsRecord> = fc.oneof(
  fc.record({ type: fc.constant('PTR' as const), name, ttlS, target: name }),
  fc.record({ type: fc.constant('SRV' as const), name, ttlS, port: fc.nat(0xffff), target: name }),
  fc.record({ type: fc.constant('TXT' as const), name, ttlS }),
  fc.record({ type: fc.constant('A' as const), name, ttlS, address: fc.ipV4() }),
)
const message: fc.Arbitrary<DnsMessage> = fc.record({
  id: fc.nat(0xffff),
  isResponse: fc.boolean(),
  questions: fc.array(fc.record({ name, type: fc.nat(0xffff) }), { maxLength: 3 }),
  records: fc.array(record, { maxLength: 5 }),
})
/** A message by its hexadecimal digits, blanks ignored. */
const hex = (digits: string): Buffer => Buffer.from(digits.replace(/\s/g, ''), 'hex')

describe('a DNS message', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(message, (written) => {
        expect(decodeMessage(encodeMessage(written))).toEqual(written)
      }),
    )
  })

  it('is read with compressed names, as others write them (RFC 1035 §4.1.4)', () => {
    const compressed = hex(`
      0000 8400 0000 0001 0000 0001
      07 5f6265636b6f6e 04 5f746370 05 6c6f63616c 00   000c 0001 00000078 0009
        06 4c6170746f70 c00c
      c02a 0021 8001 00000078 0008  0000 0000 9cbb c014`)
    expect(decodeMessage(compressed)?.records).toEqual([
      {
        type: 'PTR',
        name: ['_beckon', '_tcp', 'local'],
        ttlS: 120,
        target: ['Laptop', '_beckon', '_tcp', 'local'],
      },
      {
        type: 'SRV',
        name: ['Laptop', '_beckon', '_tcp', 'local'],
        ttlS: 120,
        port: 40_123,
        target: ['_tcp', 'local'],
      },
    ])
  })

  it('passes over records that nobody here knows, and those of a wrong length', () => {
    const records = hex(`0000 8400 0000 0002 0000 0000
      00 001c 0001 00000078 0010 00000000000000000000000000000001
      00 0001 0001 00000078 0003 010203`)
    expect(decodeMessage(records)?.records).toEqual([])
  })

  it.each([
    ['nothing', ''],
    ['half a header', '0000 8400 00'],
    ['a name that runs off the end', '0000 0000 0001 0000 0000 0000 3f 61'],
    ['pointers in a circle', '0000 0000 0001 0000 0000 0000 c00c 000c 0001'],
    ['a pointer beyond the end', '0000 0000 0001 0000 0000 0000 ffff 000c 0001'],
    ['more records than there are', '0000 8400 0000 ffff ffff ffff'],
    ['data that runs off the end', '0000 8400 0000 0001 0000 0000 00 000c 0001 00000000 00ff 00'],
  ])('is none: %s', (_, digits) => {
    expect(decodeMessage(hex(digits))).toBeNull()
  })

  it('is read or refused, and never more than that', () => {
    const bytes = fc.uint8Array({ maxLength: 200 }).map((it) => Buffer.from(it))
    const damaged = fc.tuple(message, fc.nat(), fc.nat(255)).map(([whole, at, byte]) => {
      const encoded = encodeMessage(whole)
      encoded[at % encoded.length] = byte
      return encoded
    })
    fc.assert(
      fc.property(fc.oneof(bytes, damaged), (received) => {
        const decoded = decodeMessage(received)
        if (decoded) serversIn(decoded)
      }),
    )
  })
})

const decoded = (bytes: Buffer): DnsMessage => {
  const read = decodeMessage(bytes)
  if (!read) throw new Error('not a message')
  return read
}

describe('the service', () => {
  const announcement = { name: "Mina's laptop", port: 40_123, address: '192.168.1.5' }

  it('is asked for, and tells its name and port', () => {
    expect(isQuery(decoded(query))).toBe(true)
    expect(isQuery(decoded(announce(announcement)))).toBe(false)
    expect(serversIn(decoded(announce(announcement)))).toEqual([{ name: "Mina's laptop", port: 40_123 }])
    expect(serversIn(decoded(query))).toEqual([])
  })

  it('answers to whoever asks in their own words', () => {
    const asked = { ...decoded(query), id: 77 }
    const told = decoded(answer(announcement, asked))
    expect(told).toMatchObject({ id: 77, questions: asked.questions })
    expect(told.records.every((it) => it.ttlS <= 10)).toBe(true)
    expect(serversIn(told)).toHaveLength(1)
  })

  it('is gone once it said goodbye', () => {
    expect(serversIn(decoded(sayGoodbye(announcement)))).toEqual([])
  })

  it('has a name of any length and script, in one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (given) => {
        const [server] = serversIn(decoded(announce({ ...announcement, name: given })))
        expect(Buffer.byteLength(server?.name ?? '')).toBeLessThanOrEqual(63)
        expect(server?.name).not.toMatch(/[\p{Cc}\p{Cf}]/u)
      }),
    )
  })

  it('is not what belongs to another service', () => {
    const { records, ...rest } = decoded(announce(announcement))
    const others = records.map((it) => (it.type === 'PTR' ? { ...it, name: ['_ipp', '_tcp', 'local'] } : it))
    expect(serversIn({ ...rest, records: others })).toEqual([])
  })
})

describe('the local network', () => {
  const log: Log = { info: () => {}, warn: () => {}, error: () => {} }
  const ends: (() => void)[] = []
  afterEach(() => {
    for (const end of ends.splice(0)) end()
  })

  /** A clock on which a wait is over when somebody says so. */
  const createClock = () => {
    const waits: (() => void)[] = []
    const clock: Clock = { now: () => 0, after: (_delayMs, run) => (waits.push(run), () => {}) }
    return { clock, waits }
  }

  /** Loopback has no multicast here, so that the group is one computer: the one that is asked. */
  const findPort = (): Promise<number> =>
    new Promise((resolve) => {
      const socket = createSocket('udp4')
      socket.bind(0, '127.0.0.1', () => {
        const { port } = socket.address()
        socket.close(() => resolve(port))
      })
    })

  it('finds a server by its answer, at the address that came from', async () => {
    const group = { address: '127.0.0.1', port: await findPort() }
    const { clock, waits } = createClock()
    let heard: () => void = () => {}
    const answered = new Promise<void>((resolve) => (heard = resolve))
    const options = { addresses: () => ['127.0.0.1'], clock, log, group }
    const host = new LocalNetwork({
      ...options,
      createSocket: () => {
        const socket = createSocket({ type: 'udp4', reuseAddr: true })
        // Loopback cannot join a group; everything else is as on a network.
        return Object.assign(socket, { addMembership: () => {}, setMulticastInterface: () => {} })
      },
    })
    ends.push(host.announce("Mina's laptop", 40_123))
    const viewer = new LocalNetwork({
      ...options,
      createSocket: () => {
        const socket = createSocket({ type: 'udp4', reuseAddr: true })
        socket.on('message', () => setImmediate(heard))
        return Object.assign(socket, { setMulticastInterface: () => {} })
      },
    })
    const found = viewer.discover()
    await answered
    for (const end of waits) end()
    expect(await found).toEqual([{ name: "Mina's laptop", url: 'http://127.0.0.1:40123' }])
  })

  it('finds nothing, and fails at nothing, where there is no network', async () => {
    const { clock, waits } = createClock()
    const options = { clock, log, createSocket: () => createSocket('udp4') }
    expect(await new LocalNetwork({ ...options, addresses: () => [] }).discover()).toEqual([])
    const unplugged = new LocalNetwork({ ...options, addresses: () => ['192.0.2.200'] })
    const found = unplugged.discover()
    for (const end of waits) end()
    expect(await found).toEqual([])
  })
})
