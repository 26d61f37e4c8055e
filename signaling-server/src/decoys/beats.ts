import type { Clock } from '../../../src/shared/clock.ts'

/**
 * How far apart the beats are, in milliseconds: longer than what hosts and decoys differ by, and short enough that the
 * two waits of an honest pairing are not felt.
 */
export const BEAT_MS = 10

export interface BeatsOptions {
  /** To the microsecond. */
  readonly clock: Clock
  /** 0 for no beat at all. */
  readonly beatMs: number
}

/** One connection's share of time. */
interface Lane {
  /** Beats are counted from here: when the viewer asked last. */
  sinceMs: number
  readonly held: (() => void)[]
  cancel: () => void
}

/**
 * Whatever goes to a viewer that has claimed a code and proved nothing yet leaves the server on a beat, counted from
 * what the viewer asked last: so that a host, a decoy and the store behind either are seen through the same grid, and
 * not to the microsecond. In order; at once as soon as the viewer has proved itself.
 */
export class Beats {
  readonly #clock: Clock
  readonly #beatMs: number
  readonly #lanes = new Map<string, Lane>()
  readonly #connections = new Map<string, string>()

  constructor({ clock, beatMs }: BeatsOptions) {
    this.#clock = clock
    this.#beatMs = beatMs
  }

  /** Connections that are kept to the beat. */
  get size(): number {
    return this.#lanes.size
  }

  /** From now on the connection is kept to the beat. */
  open(connection: string): void {
    if (this.#beatMs > 0 && !this.#lanes.has(connection))
      this.#lanes.set(connection, { sinceMs: this.#clock.now(), held: [], cancel: () => undefined })
  }

  /** It is that of a viewer, who is to prove itself. */
  assign(connection: string, viewerId: string): void {
    this.open(connection)
    this.#connections.set(viewerId, connection)
  }

  /** A viewer has asked its host, or for one; what answers it is held from here on. */
  restart(connection: string): void {
    const lane = this.#lanes.get(connection)
    if (lane?.held.length === 0) lane.sinceMs = this.#clock.now()
  }

  /** Hands over on the next beat, if the connection is kept to it, and at once otherwise. */
  hold(connection: string, handOver: () => void): void {
    const lane = this.#lanes.get(connection)
    if (!lane) {
      handOver()
      return
    }
    lane.held.push(handOver)
    if (lane.held.length > 1) return
    const elapsedMs = this.#clock.now() - lane.sinceMs
    const beats = Math.floor(elapsedMs / this.#beatMs) + 1
    lane.cancel = this.#clock.after(beats * this.#beatMs - elapsedMs, () => handOverAll(lane))
  }

  /** The viewer has proved itself: what is held goes now, and nothing is held any more. */
  release(viewerId: string): void {
    const connection = this.#connections.get(viewerId) ?? ''
    const lane = this.#lanes.get(connection)
    this.forget(viewerId)
    this.close(connection)
    if (lane) handOverAll(lane)
  }

  /** The viewer is gone; its connection, and what is still held for it, stays on the beat. */
  forget(viewerId: string): void {
    this.#connections.delete(viewerId)
  }

  /** The connection is gone. */
  close(connection: string): void {
    this.#lanes.get(connection)?.cancel()
    this.#lanes.delete(connection)
  }
}

const handOverAll = ({ held }: Lane): void => {
  for (const handOver of held.splice(0)) handOver()
}
