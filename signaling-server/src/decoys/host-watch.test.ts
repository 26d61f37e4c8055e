import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { Emitter } from '../../../src/shared/emitter.ts'
import { FakeClock } from '../../test/support/fake-clock.ts'
import type { RoomsEvents } from '../announcements.ts'
import type { Member } from '../store/store.ts'
import { HostWatch } from './host-watch.ts'

const CODE_TTL_MS = 600_000
const fingerprint = new Uint8Array(32).fill(0xab)
const presence = { state: 'here', connection: 'c' } as const
const host = { id: 'host', sessionId: 'session', role: 'host', presence, ticketDigest: '' } as Member
const viewer = { ...host, id: 'viewer', role: 'viewer', admitted: false } as Member

let clock: FakeClock
let events: Emitter<RoomsEvents>
let watch: HostWatch

beforeEach(() => {
  clock = new FakeClock()
  events = new Emitter()
  watch = new HostWatch({ now: () => clock.now(), codeTtlMs: CODE_TTL_MS })
  watch.observe(events)
  events.emit('sessionOpened', host, fingerprint)
  events.emit('codeOpened', host, '48213')
  watch.introduce('host', '203.0.113.7')
})

const say = (sender: Member, data = 'anything'): void =>
  events.emit('signalRelayed', data, sender, sender === host ? viewer : host)

/** How long the host takes for what is said next, as a decoy would. */
const paceOf = (phase: 'hello' | 'reply' | 'verdict'): number | undefined =>
  watch.traitsAt('48213')?.pace?.draw(phase, randomBytes)

describe('what is known of the host of a room', () => {
  it('is who it is, as long as a code lives, even if its session has ended', () => {
    expect(watch.traitsAt('48213')).toMatchObject({ sessionId: 'session', hostId: 'host' })
    events.emit('sessionEnded', host, 'session-ended')
    clock.advance(CODE_TTL_MS - 1)
    expect(watch.traitsAt('48213')).toBeDefined()
    clock.advance(1)
    expect(watch.traitsAt('48213')).toBeUndefined()
    expect(watch.traitsAt('11111')).toBeUndefined()
  })

  it('is how long it takes to answer the claim, the share and the proof', () => {
    events.emit('viewerClaimed', viewer, 'host', '48213')
    clock.advance(30)
    say(host)
    clock.advance(500)
    say(viewer)
    clock.advance(45)
    say(host)
    clock.advance(700)
    say(viewer)
    clock.advance(33)
    say(host)
    expect([paceOf('hello'), paceOf('reply'), paceOf('verdict')]).toEqual([30, 45, 33])
  })

  it('is nothing about what it says unasked, nor once the viewer has proved itself or gone', () => {
    events.emit('viewerClaimed', viewer, 'host', '48213')
    clock.advance(30)
    say(host)
    clock.advance(5)
    say(host)
    say(viewer)
    events.emit('viewerProved', viewer)
    clock.advance(60_000)
    say(host)
    // As far as it can be guessed from the hello: the way, and 8 ms to compute a share.
    expect(paceOf('reply')).toBe(38)
  })

  it('is the fingerprint that it names with its session', () => {
    expect(watch.traitsAt('48213')?.fingerprint).toBe(fingerprint)
  })

  it('is the same for all rooms that it has had', () => {
    events.emit('codeOpened', host, '77777')
    expect(watch.traitsAt('77777')).toBe(watch.traitsAt('48213'))
  })
})

describe('the paces for rooms without a host', () => {
  /** A host at an address, and how long it took to say hello. */
  const meet = (address: string, helloMs: number): void => {
    const [hostId, viewerId] = [`host at ${address}`, `viewer at ${address}`]
    const ids = { id: hostId, sessionId: address }
    events.emit('sessionOpened', ids, fingerprint)
    events.emit('codeOpened', ids, address)
    watch.introduce(hostId, address)
    events.emit('viewerClaimed', { id: viewerId, sessionId: address }, hostId, address)
    clock.advance(helloMs)
    events.emit('signalRelayed', 'hello', { ...host, id: hostId }, { ...viewer, id: viewerId })
  }
  const helloFor = (pick: number): number | undefined => watch.paceFor(pick)?.draw('hello', randomBytes)

  it('are none before a host has answered', () => {
    expect(watch.paceFor(1)).toBeUndefined()
  })

  it('are those of hosts, and stay with the room when other hosts come', () => {
    for (const [address, ms] of [
      ['a', 10],
      ['b', 20],
      ['c', 30],
    ] as const)
      meet(address, ms)
    const picks = Array.from({ length: 200 }, (_, pick) => pick)
    const before = picks.map(helloFor)
    expect(new Set(before)).toEqual(new Set([10, 20, 30]))
    meet('d', 40)
    const after = picks.map(helloFor)
    expect(after).toContain(40)
    expect(picks.every((pick) => after[pick] === before[pick] || after[pick] === 40)).toBe(true)
  })

  it('are one for each address, however many hosts it runs', () => {
    meet('a', 10)
    for (let hosts = 0; hosts < 50; hosts++) meet('crowd', 90)
    const picks = Array.from({ length: 400 }, (_, pick) => helloFor(pick))
    const share = picks.filter((ms) => ms === 10).length / picks.length
    expect(share).toBeGreaterThan(0.3)
  })

  it('are remembered of the last 64 addresses', () => {
    meet('first', 5)
    for (let address = 0; address < 64; address++) meet(String(address), 50)
    const picks = Array.from({ length: 2000 }, (_, pick) => helloFor(pick))
    expect(new Set(picks)).toEqual(new Set([50]))
  })
})
