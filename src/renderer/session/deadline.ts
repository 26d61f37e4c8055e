import type { Clock } from '#shared/clock.ts'

/** At most one pending time-out; setting it again replaces it. */
export class Deadline {
  readonly #clock: Clock
  #cancel: (() => void) | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  set(delayMs: number, run: () => void): void {
    this.clear()
    this.#cancel = this.#clock.after(delayMs, () => {
      this.#cancel = null
      run()
    })
  }

  clear(): void {
    this.#cancel?.()
    this.#cancel = null
  }
}
