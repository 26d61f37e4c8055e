import { randomBytes } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import { Emitter } from '../../../src/shared/emitter.ts'
import { FakeClock } from '../../test/support/fake-clock.ts'
import type { RoomsEvents } from '../announcements.ts'
import type { Member } from '../store/store.ts'
import { createCasting, type Character } from './casting.ts'
import { HostWatch } from './host-watch.ts'

const CODE_TTL_MS = 600_000
const rooms = Array.from({ length: 100 }, (_, room) => String(room).padStart(5, '0'))

let clock: FakeClock
let events: Emitter<RoomsEvents>
let watch: HostWatch
let cast: (room: string) => Character

beforeEach(() => {
  clock = new FakeClock()
  events = new Emitter()
  const now = (): number => clock.now()
  watch = new HostWatch({ now, codeTtlMs: CODE_TTL_MS })
  watch.observe(events)
  cast = createCasting({ watch, random: randomBytes, now, codeTtlMs: CODE_TTL_MS })
})

const fingerprint = new Uint8Array(32).fill(0xab)
const open = (room: string): void => {
  const host = { id: 'the host', sessionId: 'the session' }
  events.emit('sessionOpened', host, fingerprint)
  events.emit('codeOpened', host, room)
}

it('casts the same character for each claim on a room, and another for another room', () => {
  const { pace: _, ...first } = cast('00001')
  expect(cast('00001')).toMatchObject(first)
  expect(new Set(rooms.map((room) => cast(room).hostId)).size).toBe(rooms.length)
})

it('gives ids and fingerprints the form of real ones', () => {
  const { sessionId, hostId, fingerprint } = cast('00001')
  expect([sessionId, hostId]).toEqual([
    expect.stringMatching(/^[\w-]{22}$/),
    expect.stringMatching(/^[\w-]{22}$/),
  ])
  expect(fingerprint).toHaveLength(32)
})

it('changes each character once in the life of a code, each room at a time of its own', () => {
  const first = rooms.map((room) => cast(room).hostId)
  const changed = (): number => rooms.filter((room, index) => cast(room).hostId !== first[index]).length
  clock.advance(CODE_TTL_MS / 2)
  expect(changed()).toBeGreaterThan(20)
  expect(changed()).toBeLessThan(80)
  clock.advance(CODE_TTL_MS / 2)
  expect(changed()).toBe(rooms.length)
})

it('cannot be foretold from what another server casts', () => {
  const now = (): number => clock.now()
  const other = createCasting({ watch, random: randomBytes, now, codeTtlMs: CODE_TTL_MS })
  expect(other('00001').hostId).not.toBe(cast('00001').hostId)
})

it('gives a room that had a host the traits of that host', () => {
  open('00001')
  expect(cast('00001')).toMatchObject({ sessionId: 'the session', hostId: 'the host', fingerprint })
})

it('paces rooms as far as hosts usually are, until hosts have been seen', () => {
  const usual = rooms.map((room) => cast(room).pace.draw('hello', randomBytes))
  expect(Math.min(...usual)).toBeGreaterThanOrEqual(6)
  expect(Math.max(...usual)).toBeLessThan(200)
  expect(new Set(usual).size).toBeGreaterThan(10)

  open('48213')
  watch.introduce('the host', '203.0.113.7')
  events.emit('viewerClaimed', { id: 'the viewer', sessionId: 'the session' }, 'the host', '48213')
  clock.advance(33)
  const member = { sessionId: 'the session', presence: { state: 'here', connection: 'c' } }
  events.emit(
    'signalRelayed',
    'hello',
    { ...member, id: 'the host', role: 'host' } as Member,
    { ...member, id: 'the viewer', role: 'viewer' } as Member,
  )
  const seen = rooms.map((room) => cast(room).pace.draw('hello', randomBytes))
  // A third stay as usual, whatever hosts have been set up for.
  expect(seen.filter((ms) => ms === 33).length).toBeGreaterThan(40)
  expect(seen.filter((ms) => ms !== 33).length).toBeGreaterThan(10)
})
