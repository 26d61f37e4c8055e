import type { Clock } from '#shared/clock.ts'
import { Deadline } from '../deadline.ts'

/** Pauses between one search and the next, in milliseconds; the last is repeated. A relay over TLS takes seconds. */
export const SEARCH_PAUSES_MS = [5_000, 5_000, 10_000] as const
const [, , LONGEST_PAUSE_MS] = SEARCH_PAUSES_MS

/**
 * Seeks another path for a link at once, and again for as long as there is none: a relay that was down, or a network that
 * came back without a word, is found by a later search only (an ICE restart gathers candidates once).
 */
export class PathSearch {
  readonly #seek: () => void
  readonly #pause: Deadline

  constructor(clock: Clock, seek: () => void) {
    this.#seek = seek
    this.#pause = new Deadline(clock)
  }

  /** There is no path; calling it again starts over. */
  start(): void {
    this.#search(0)
  }

  /** There is one, or nobody wants one any more. */
  stop(): void {
    this.#pause.clear()
  }

  #search(count: number): void {
    this.#pause.set(SEARCH_PAUSES_MS[count] ?? LONGEST_PAUSE_MS, () => this.#search(count + 1))
    this.#seek()
  }
}
