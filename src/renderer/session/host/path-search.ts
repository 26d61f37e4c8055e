import type { Clock } from '#shared/clock.ts'
import { Deadline } from '../deadline.ts'

/**
 * Between one search and the next, in milliseconds. Each tries a relay that does not answer several times by itself
 * (libwebrtc: after 0.25, 0.75, 1.75 and 3.75 s), and what it has begun ends with the next: a relay over TLS takes seconds.
 */
export const SEARCH_PAUSE_MS = 4_000
/** The first of them: a relay or a network that was gone for a moment only is back by then. */
export const FIRST_PAUSE_MS = 2_000
/** The same once there has been no path for `PATIENT_AFTER_MS`. */
export const PATIENT_PAUSE_MS = 10_000
export const PATIENT_AFTER_MS = 120_000

/**
 * Seeks another path for a link at once, and again for as long as there is none: a relay that was down, or a network that
 * came back without a word, is found by a later search only (an ICE restart gathers candidates once).
 */
export class PathSearch {
  readonly #clock: Clock
  readonly #seek: () => void
  readonly #pause: Deadline
  /** Null while nothing is sought. */
  #sinceMs: number | null = null

  constructor(clock: Clock, seek: () => void) {
    this.#clock = clock
    this.#seek = seek
    this.#pause = new Deadline(clock)
  }

  /** There is no path; that there is still none changes nothing. */
  start(): void {
    if (this.#sinceMs !== null) return
    this.#sinceMs = this.#clock.now()
    this.#search(this.#sinceMs, FIRST_PAUSE_MS)
  }

  /** There is one, or nobody wants one any more. */
  stop(): void {
    this.#sinceMs = null
    this.#pause.clear()
  }

  #search(sinceMs: number, pauseMs: number): void {
    this.#pause.set(pauseMs, () => {
      const isPatient = this.#clock.now() - sinceMs >= PATIENT_AFTER_MS
      this.#search(sinceMs, isPatient ? PATIENT_PAUSE_MS : SEARCH_PAUSE_MS)
    })
    this.#seek()
  }
}
