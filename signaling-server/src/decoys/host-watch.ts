import { crc32 } from 'node:zlib'
import type { Emitter } from '../../../src/shared/emitter.ts'
import type { RoomsEvents } from '../announcements.ts'
import type { Member } from '../store/store.ts'
import { Pace, type Phase } from './pace.ts'

/** What a viewer that has proved nothing can see of a host. */
export interface Traits {
  readonly sessionId: string
  readonly hostId: string
  /** SHA-256 of the certificate that it vouches for. */
  readonly fingerprint: Uint8Array
  pace: Pace | undefined
}

/** A host's answer that is under way. */
interface Awaited {
  readonly traits: Traits
  readonly phase: Phase
  /** When the host was asked; null while it is the viewer's turn. */
  readonly sinceMs: number | null
}

const nextPhase: Readonly<Record<Phase, Phase | null>> = { hello: 'reply', reply: 'verdict', verdict: null }

/** Paces of so many addresses are remembered; those that came first go first. */
const MAX_PACES = 64
/** Rooms whose hosts are remembered: bounds what hosts that renew their codes without end can make the server hold. */
const MAX_ROOMS = 100_000

export interface HostWatchOptions {
  readonly now: () => number
  /** How long the number of a room shows the traits of its host: as long as a code lives. */
  readonly codeTtlMs: number
}

/**
 * Watches how hosts answer viewers that have proved nothing yet, so that decoys can answer alike. It reads what the
 * whole network may read, and forgets it when the code's time is over.
 */
export class HostWatch {
  readonly #options: HostWatchOptions
  readonly #hosts = new Map<string, Traits>()
  readonly #rooms = new Map<string, { readonly traits: Traits; readonly untilMs: number }>()
  readonly #awaited = new Map<string, Awaited>()
  /** By the address's key, so that nobody sets the pace of all with many hosts of their own. */
  readonly #paces = new Map<string, Pace>()

  constructor(options: HostWatchOptions) {
    this.#options = options
  }

  observe(events: Emitter<RoomsEvents>): void {
    events.on('sessionOpened', ({ id, sessionId }, fingerprint) =>
      this.#hosts.set(id, { sessionId, hostId: id, fingerprint, pace: undefined }),
    )
    events.on('codeOpened', ({ id }, room) => this.#handleCodeOpened(this.#hosts.get(id), room))
    events.on('sessionEnded', ({ id }) => this.#hosts.delete(id))
    events.on('viewerClaimed', ({ id }, hostId) => this.#expect(id, this.#hosts.get(hostId), 'hello'))
    events.on('viewerProved', ({ id }) => this.#awaited.delete(id))
    events.on('viewerLeft', ({ id }) => this.#awaited.delete(id))
    events.on('viewerOrphaned', ({ id }) => this.#awaited.delete(id))
    events.on('signalRelayed', (_data, sender, target) => this.#handleSignal(sender, target))
  }

  /** Tells from which address a host has come. */
  introduce(hostId: string, address: string): void {
    const traits = this.#hosts.get(hostId)
    if (!traits) return
    const pace = this.#paces.get(address) ?? new Pace()
    // The youngest last.
    this.#paces.delete(address)
    this.#paces.set(address, pace)
    const [oldest] = this.#paces.keys()
    if (this.#paces.size > MAX_PACES && oldest !== undefined) this.#paces.delete(oldest)
    traits.pace = pace
  }

  /** The host whose room this is, or was within the last life of a code. */
  traitsAt(room: string): Traits | undefined {
    const known = this.#rooms.get(room)
    return known && known.untilMs > this.#options.now() ? known.traits : undefined
  }

  /** One of the paces that have been seen: the same for the same number, as long as it is remembered. */
  paceFor(pick: number): Pace | undefined {
    let best: { readonly pace: Pace; readonly score: number } | undefined
    // Rendezvous hashing: an address that comes or goes changes nothing for rooms that follow another.
    for (const [address, pace] of this.#paces) {
      const score = pace.isKnown ? crc32(address, pick) : -1
      if (score > (best?.score ?? -1)) best = { pace, score }
    }
    return best?.pace
  }

  #handleCodeOpened(traits: Traits | undefined, room: string): void {
    if (!traits) return
    const nowMs = this.#options.now()
    this.#rooms.delete(room)
    this.#rooms.set(room, { traits, untilMs: nowMs + this.#options.codeTtlMs })
    for (const [oldest, { untilMs }] of this.#rooms) {
      if (untilMs > nowMs && this.#rooms.size <= MAX_ROOMS) break
      this.#rooms.delete(oldest)
    }
  }

  #handleSignal(sender: Member, target: Member): void {
    const viewer = sender.role === 'viewer' ? sender : target
    const awaited = this.#awaited.get(viewer.id)
    if (!awaited) return
    const { traits, phase, sinceMs } = awaited
    if (viewer === sender) {
      if (sinceMs === null) this.#expect(viewer.id, traits, phase)
      return
    }
    if (sinceMs === null) return
    traits.pace?.record(phase, this.#options.now() - sinceMs)
    const next = nextPhase[phase]
    if (next) this.#awaited.set(viewer.id, { traits, phase: next, sinceMs: null })
    else this.#awaited.delete(viewer.id)
  }

  #expect(viewerId: string, traits: Traits | undefined, phase: Phase): void {
    if (traits) this.#awaited.set(viewerId, { traits, phase, sinceMs: this.#options.now() })
  }
}
