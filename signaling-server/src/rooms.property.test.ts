import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createHarness, defaultSettings, valueOf } from '../test/support/rooms.ts'
import type { Host, Member } from './store/store.ts'

/**
 * Any sequence of requests, lost connections and passing time, compared with the little that must be true of codes
 * whatever the server does: who may hold one, who may not, and that nothing is left behind.
 */

const HOSTS = 2
/** Fewer than may wait for one host, so that a claim never fails for that reason. */
const VIEWERS = 4
/** Stands for the holder of a code that nobody can have any more. */
const USED_UP = 'used up'
const maxViewers = 1
const { codeTtlMs, resumeGraceMs } = defaultSettings

const steps = [
  'create',
  'renew',
  'claim',
  'release',
  'admit',
  'remove',
  'leave host',
  'leave viewer',
  'lose host',
  'lose viewer',
  'resume host',
  'resume viewer',
  'wait',
] as const

interface Step {
  readonly type: (typeof steps)[number]
  readonly host: string
  readonly viewer: string
  readonly waitMs: number
}

const step: fc.Arbitrary<Step> = fc.record({
  // Without many claims and admissions, most of the rest would do nothing.
  type: fc.oneof(fc.constantFrom(...steps), fc.constantFrom('claim' as const, 'admit' as const)),
  host: fc.nat(HOSTS - 1).map((index) => `host${index}`),
  viewer: fc.nat(VIEWERS - 1).map((index) => `viewer${index}`),
  waitMs: fc.constantFrom(1000, resumeGraceMs / 2, resumeGraceMs, codeTtlMs),
})

interface Membership {
  readonly sessionId: string
  readonly memberId: string
  readonly ticket: string
}

interface KnownCode {
  readonly room: string
  readonly expiresAtMs: number
  holder: string | null
}

/** Each host and viewer has one connection, called by its own name, which it may lose and get back. */
class World {
  readonly #harness = createHarness({ maxViewers })
  readonly #memberships = new Map<string, Membership>()
  /** The code that each host shows. */
  readonly #codes = new Map<string, KnownCode>()
  readonly #awaySinceMs = new Map<string, number>()

  async perform({ type, host, viewer, waitMs }: Step): Promise<void> {
    const { rooms } = this.#harness
    const owner = (await this.#on(host)) as Host | undefined
    const guest = await this.#on(viewer)
    const viewerId = this.#memberships.get(viewer)?.memberId

    if (type === 'wait') await this.#wait(waitMs)
    else if (type === 'create' && !owner)
      this.#open(host, valueOf(await rooms.create(host, new Uint8Array(32))))
    else if (type === 'renew' && owner) this.#show(host, valueOf(await rooms.renew(owner)).room)
    else if (type === 'claim' && !guest) await this.#claim(host, viewer)
    else if (type === 'release' && owner && viewerId) {
      const isReleased = (await rooms.release(owner, viewerId)).ok
      if (isReleased) this.#reopen(viewerId, host)
    } else if (type === 'admit' && owner && guest) {
      const isAdmitted = (await rooms.admit(owner, guest.id)).ok
      const code = this.#codes.get(host)
      if (isAdmitted && code?.holder === guest.id) code.holder = USED_UP
    } else if (type === 'remove' && owner && guest) await rooms.remove(owner, guest.id, 'removed')
    else if (type === 'leave host' && owner) {
      this.#codes.delete(host)
      await rooms.leave(owner)
    } else if (type === 'leave viewer' && guest) {
      this.#reopen(guest.id)
      await rooms.leave(guest)
    } else if (type === 'lose host' && owner) {
      this.#awaySinceMs.set(host, this.#nowMs)
      const code = this.#codes.get(host)
      // A viewer that has proved nothing goes with its host.
      const holder = await this.#harness.store.find(code?.holder ?? '')
      if (code && holder) code.holder = null
      await rooms.handleDisconnect(host, owner.id)
    } else if (type === 'lose viewer' && guest?.role === 'viewer') {
      if (!guest.admitted) this.#reopen(guest.id)
      await rooms.handleDisconnect(viewer, guest.id)
    } else if (type === 'resume host' && !owner) await this.#resume(host)
    else if (type === 'resume viewer' && !guest) await this.#resume(viewer)
  }

  async check(): Promise<void> {
    const { store } = this.#harness
    const members = await Promise.all(
      [...this.#memberships.values()].map(({ memberId }) => store.find(memberId)),
    )
    const admitted = members.filter((member) => member?.role === 'viewer' && member.admitted)
    for (const session of new Set(admitted.map((viewer) => viewer?.sessionId)))
      expect(admitted.filter((viewer) => viewer?.sessionId === session).length).toBeLessThanOrEqual(
        maxViewers,
      )
    const { sessions, codes } = await store.counts()
    expect(codes).toBeLessThanOrEqual(sessions)
  }

  /** Everybody loses the connection, and time passes. */
  async empty(): Promise<void> {
    const { rooms, store } = this.#harness
    for (const [connection, { memberId }] of this.#memberships)
      await rooms.handleDisconnect(connection, memberId)
    await this.#wait(resumeGraceMs)
    expect(await store.counts()).toEqual({ sessions: 0, codes: 0, waitingViewers: 0, admittedViewers: 0 })
  }

  get #nowMs(): number {
    return this.#harness.clock.now()
  }

  async #on(connection: string): Promise<Member | undefined> {
    return this.#harness.rooms.memberOn(connection, this.#memberships.get(connection)?.memberId ?? '')
  }

  #open(host: string, { room, ...membership }: Membership & { readonly room: string }): void {
    this.#memberships.set(host, membership)
    this.#awaySinceMs.delete(host)
    this.#show(host, room)
  }

  #show(host: string, room: string): void {
    this.#codes.set(host, { room, expiresAtMs: this.#nowMs + codeTtlMs, holder: null })
  }

  /** One viewer at most holds a code, and it can be had exactly while it is open and has time left. */
  async #claim(host: string, viewer: string): Promise<void> {
    const code = this.#codes.get(host)
    if (!code) return
    const claimed = await this.#harness.rooms.claim(viewer, code.room)
    const isHere = !this.#awaySinceMs.has(host)
    expect(claimed.ok).toBe(isHere && code.holder === null && code.expiresAtMs > this.#nowMs)
    if (!claimed.ok) return
    this.#memberships.set(viewer, claimed.value)
    code.holder = claimed.value.memberId
  }

  #reopen(viewerId: string, host?: string): void {
    for (const [owner, code] of this.#codes)
      if (code.holder === viewerId && (host ?? owner) === owner) code.holder = null
  }

  async #resume(connection: string): Promise<void> {
    const membership = this.#memberships.get(connection)
    if (!membership) return
    const { sessionId, memberId, ticket } = membership
    const isResumed = (await this.#harness.rooms.resume(connection, { sessionId, memberId, ticket })).ok
    if (isResumed) this.#awaySinceMs.delete(connection)
  }

  async #wait(ms: number): Promise<void> {
    this.#harness.clock.advance(ms)
    await this.#harness.rooms.sweep()
    // A host that has been away for too long has no session any more, hence no code.
    for (const [host, sinceMs] of this.#awaySinceMs)
      if (sinceMs + resumeGraceMs <= this.#nowMs) this.#codes.delete(host)
  }
}

it('keeps a code to one holder and a session to its cap, and leaves nothing behind', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 120, size: 'max' }), async (sequence) => {
      const world = new World()
      for (const next of sequence) {
        await world.perform(next)
        await world.check()
      }
      await world.empty()
    }),
    { numRuns: 200 },
  )
})
