import type { Clock } from '#shared/clock.ts'
import { RESUME_WINDOW_MS } from './deps.ts'

/**
 * The time in which two apps whose link fell silent may find each other again. Counted by the clock, for timers stand
 * still while a device sleeps.
 */
export class ResumeWindow {
  readonly #clock: Clock
  #lostAtMs: number | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The link fell silent then, in milliseconds since the epoch; that it did so again changes nothing. */
  open(sinceMs: number): void {
    this.#lostAtMs ??= sinceMs
  }

  /** The link is back. */
  close(): void {
    this.#lostAtMs = null
  }

  get isOver(): boolean {
    return this.leftMs === 0
  }

  /** In milliseconds; all of it while the link is not silent. */
  get leftMs(): number {
    if (this.#lostAtMs === null) return RESUME_WINDOW_MS
    return Math.max(0, this.#lostAtMs + RESUME_WINDOW_MS - this.#clock.now())
  }
}
