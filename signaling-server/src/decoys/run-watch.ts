import type { Emitter } from '../../../src/shared/emitter.ts'
import type { RoomsEvents } from '../announcements.ts'

/** What has been said between a host and a viewer that has proved nothing yet, as far as a decoy must know it. */
export interface Run {
  readonly room: string
  readonly hostId: string
  /** By the host, its hello first. */
  readonly said: string[]
  /** By the viewer, its share first. */
  readonly heard: string[]
}

/** More than an honest run has: hello, reply and verdict. */
const MAX_KEPT = 3

/**
 * Keeps what the whole network may read of runs that no proof has ended yet, so that a decoy can go on with one where a
 * host has gone.
 */
export class RunWatch {
  readonly #runs = new Map<string, Run>()

  observe(events: Emitter<RoomsEvents>): void {
    events.on('viewerClaimed', ({ id }, hostId, room) =>
      this.#runs.set(id, { room, hostId, said: [], heard: [] }),
    )
    events.on('signalRelayed', (data, sender, target) => {
      const isHost = sender.role === 'host'
      const run = this.#runs.get(isHost ? target.id : sender.id)
      const kept = isHost ? run?.said : run?.heard
      if (kept && kept.length < MAX_KEPT) kept.push(data)
    })
    events.on('viewerProved', ({ id }) => this.#runs.delete(id))
    events.on('viewerLeft', ({ id }) => this.#runs.delete(id))
  }

  /** Whether the viewer has claimed a code and proved nothing yet. */
  has(viewerId: string): boolean {
    return this.#runs.has(viewerId)
  }

  /** Gives the run away. */
  take(viewerId: string): Run | undefined {
    const run = this.#runs.get(viewerId)
    this.#runs.delete(viewerId)
    return run
  }
}
