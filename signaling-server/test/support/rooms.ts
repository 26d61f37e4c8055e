import { randomBytes } from 'node:crypto'
import type { RandomBytes } from '../../../src/shared/code.ts'
import type { Notice, NoticeName } from '../../../src/shared/protocol/signaling.ts'
import type { Result } from '../../../src/shared/result.ts'
import type { Delivery } from '../../src/announcements.ts'
import { RunWatch } from '../../src/decoys/run-watch.ts'
import { Rooms, type RoomsSettings } from '../../src/rooms.ts'
import { MemoryStore } from '../../src/store/memory.ts'
import type { Host, Member } from '../../src/store/store.ts'
import { FakeClock } from './fake-clock.ts'

export interface Delivered {
  readonly connection: string
  readonly notice: NoticeName
  readonly payload: unknown
}

/** Keeps what would have been sent. */
export class RecordingDelivery implements Delivery {
  readonly sent: Delivered[] = []
  readonly dropped: string[] = []

  send<N extends NoticeName>(connection: string, notice: N, payload: Notice<N>): void {
    this.sent.push({ connection, notice, payload })
  }

  drop(connection: string): void {
    this.dropped.push(connection)
  }

  /** What has been sent to a connection since the last call, as [notice, payload]. */
  takeFor(connection: string): [NoticeName, unknown][] {
    const own = this.sent.filter((it) => it.connection === connection)
    for (const it of own) this.sent.splice(this.sent.indexOf(it), 1)
    return own.map(({ notice, payload }) => [notice, payload])
  }
}

export const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`unexpected failure: ${result.error.code}`)
  return result.value
}

export const defaultSettings: RoomsSettings = {
  maxViewers: 2,
  maxSessions: 100,
  codeTtlMs: 600_000,
  resumeGraceMs: 60_000,
}

/** Rooms over a real memory store, with everything around them recorded or under the test's control. */
export const createHarness = (settings: Partial<RoomsSettings> = {}, random: RandomBytes = randomBytes) => {
  const clock = new FakeClock()
  const store = new MemoryStore()
  const delivery = new RecordingDelivery()
  const runs = new RunWatch()
  const rooms = new Rooms({
    store,
    delivery,
    clock,
    random,
    settings: { ...defaultSettings, ...settings },
    isUnproved: (id) => runs.has(id),
  })
  runs.observe(rooms.events)

  const memberOn = async (connection: string, memberId: string): Promise<Member> => {
    const member = await rooms.memberOn(connection, memberId)
    if (!member) throw new Error(`${memberId} is not on ${connection}`)
    return member
  }
  const open = async (connection: string) => {
    const session = valueOf(await rooms.create(connection, new Uint8Array(32)))
    const host = (await memberOn(connection, session.memberId)) as Host
    return { ...session, host }
  }
  const join = async (connection: string, room: string) => {
    const claim = valueOf(await rooms.claim(connection, room))
    return { ...claim, viewer: await memberOn(connection, claim.memberId) }
  }
  return { clock, store, delivery, rooms, open, join }
}
