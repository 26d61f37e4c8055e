import type { Clock } from '#shared/clock.ts'
import { Emitter } from '#shared/emitter.ts'
import { PathPulse } from '../transport/path-pulse.ts'
import { Deadline } from './deadline.ts'
import type { Link } from './deps.ts'

/** How much longer a silence lasts before people are told, in milliseconds: another path is often there by then. */
export const TELLING_MS = 1_000

export interface PathWatchEvents {
  /** The path carries: for the first time, or again. */
  up: []
  /** Nothing comes over it: time to look for another one. */
  doubted: []
  /** It is gone, or silent for so long that people have to know; since when, in milliseconds since the epoch. */
  lost: [sinceMs: number]
}

export interface PathWatchOptions {
  readonly link: Pick<Link, 'on' | 'openChannel' | 'stats'>
  readonly clock: Clock
}

/** Joins what ICE and the beats of both ends say of a link's path. */
export class PathWatch extends Emitter<PathWatchEvents> {
  readonly #pulse: PathPulse
  readonly #telling: Deadline
  /** Whether ICE says that the path is lost. */
  #isInterrupted = false
  #isLost = false

  /** Call it right after the link was made. */
  constructor({ link, clock }: PathWatchOptions) {
    super()
    this.#telling = new Deadline(clock)
    this.#pulse = new PathPulse({ link, clock })
    link.on('stateChanged', (state) => {
      if (state === 'interrupted') this.#handleInterrupted()
      else if (state === 'connected') this.#handleConnected()
    })
    this.#pulse.on('silent', () => this.#handleSilent())
    this.#pulse.on('heard', () => this.#handleHeard())
  }

  stop(): void {
    this.#telling.clear()
    this.#pulse.stop()
    this.clear()
  }

  #handleInterrupted(): void {
    this.#isInterrupted = true
    this.#lose()
  }

  #handleConnected(): void {
    this.#isInterrupted = false
    this.#pulse.reset()
    this.#restore()
  }

  #handleSilent(): void {
    if (this.#isInterrupted) return
    this.#telling.set(TELLING_MS, () => this.#lose())
    this.emit('doubted')
  }

  #handleHeard(): void {
    // While ICE has no path, what is heard came over the last of it.
    if (!this.#isInterrupted) this.#restore()
  }

  #lose(): void {
    this.#telling.clear()
    if (this.#isLost) return
    this.#isLost = true
    this.emit('lost', this.#pulse.heardAtMs)
  }

  #restore(): void {
    this.#telling.clear()
    this.#isLost = false
    this.emit('up')
  }
}
