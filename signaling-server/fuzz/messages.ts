import { requests } from '../../src/shared/protocol/signaling.ts'
import type { Random } from './random.ts'

/** What a run has learned from replies: ids, tickets and rooms that are real, so that requests reach their handlers. */
export interface Known {
  readonly ids: string[]
  readonly rooms: string[]
}

const names = Object.keys(requests) as [string, ...string[]]
const oddities: readonly [unknown, ...unknown[]] = [
  null,
  -1,
  1e308,
  '',
  '\u0000',
  '𝟘𝟙𝟚𝟛𝟜',
  [],
  {},
  true,
  'A'.repeat(22),
  'x'.repeat(5000),
  { nested: { deeply: [1, 2, 3] } },
]

const idFrom = (known: Known, random: Random): string =>
  random.unit() < 0.8 ? (known.ids[random.below(known.ids.length)] ?? 'A'.repeat(22)) : 'B'.repeat(22)

const validPayload = (name: string, known: Known, random: Random): Record<string, unknown> => {
  const id = (): string => idFrom(known, random)
  switch (name) {
    case 'session:create':
      return { fingerprint: 'A'.repeat(43) }
    case 'session:resume':
      return { sessionId: id(), memberId: id(), ticket: id() }
    case 'code:claim':
      return { room: known.rooms[random.below(known.rooms.length)] ?? String(10_000 + random.below(90_000)) }
    case 'code:release':
    case 'viewer:admit':
      return { viewerId: id() }
    case 'viewer:remove':
      return { viewerId: id(), code: 'removed' }
    case 'signal:send':
      return { to: id(), data: random.pick(['x', '{"type":"pair-abort","code":"denied"}', 'y'.repeat(2000)]) }
    default:
      return {}
  }
}

/** A Socket.IO packet: a request that follows the schema, or, one time in four, one that is a little off. */
export const drawPacket = (ack: number, known: Known, random: Random): string => {
  const name = random.pick(names)
  const payload = validPayload(name, known, random)
  if (random.unit() < 0.75) return `42${ack}${JSON.stringify([name, payload])}`
  const text = `42${ack}${JSON.stringify([name, payload])}`
  switch (random.below(6)) {
    case 0:
      payload[random.pick(['room', 'to', 'data', 'viewerId', 'extra'])] = random.pick(oddities)
      return `42${ack}${JSON.stringify([name, payload])}`
    case 1:
      return `42${ack}${JSON.stringify([name, random.pick(oddities)])}`
    case 2:
      return `42${ack}${JSON.stringify([random.pick(['constructor', '__proto__', 'nonsense']), payload])}`
    case 3:
      return `42${ack}${JSON.stringify([name, payload, payload])}`
    case 4: {
      const at = random.below(text.length)
      return text.slice(0, at) + String.fromCharCode(32 + random.below(96)) + text.slice(at + 1)
    }
    default:
      return text.slice(0, 1 + random.below(text.length))
  }
}

/** What is no HTTP, or hardly. */
export const drawHttp = (random: Random): string =>
  random.pick([
    'GET / HTTP/1.1\r\n\r\n',
    'GET /api/ice HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ../../etc\r\nConnection: close\r\n\r\n',
    `GET /${'a'.repeat(random.below(20_000))} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    'POST /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nConnection: close\r\n\r\n123456789',
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: no\r\nSec-WebSocket-Version: 13\r\n\r\n',
    '\u0000\u0001\u0002\r\n\r\n',
    `GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\nX: ${'b'.repeat(random.below(40_000))}\r\nConnection: close\r\n\r\n`,
  ])
