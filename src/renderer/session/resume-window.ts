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

  /** The link fell silent; that it did so again changes nothing. */
  open(): void {
    this.#lostAtMs ??= this.#clock.now()
  }

  /** The link is back. */
  close(): void {
    this.#lostAtMs = null
  }

  get isOver(): boolean {
    return this.#lostAtMs !== null && this.#clock.now() - this.#lostAtMs >= RESUME_WINDOW_MS
  }
}
