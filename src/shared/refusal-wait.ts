import type { Clock } from './clock.ts'

/** How long a viewer waits after the first no before it may ask again. */
export const FIRST_WAIT_MS = 10_000
const LONGEST_WAIT_MS = 5 * 60_000

/**
 * How long a viewer that was refused may not ask again: twice as long with each no in a row, for asking must not be a way
 * to wear somebody down. A question that the viewer takes back counts as one that was refused: the person had it before them.
 */
export class RefusalWait {
  readonly #clock: Pick<Clock, 'now'>
  #nextMs = FIRST_WAIT_MS
  #until = -Infinity

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  get isOver(): boolean {
    return this.#clock.now() >= this.#until
  }

  note(): void {
    this.#until = this.#clock.now() + this.#nextMs
    this.#nextMs = Math.min(2 * this.#nextMs, LONGEST_WAIT_MS)
  }

  /** The person has said yes. */
  forget(): void {
    this.#nextMs = FIRST_WAIT_MS
    this.#until = -Infinity
  }
}
