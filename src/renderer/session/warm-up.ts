/** Runs once when the page has nothing better to do; the returned function cancels it. */
export type WhenIdle = (run: () => void) => () => void

/**
 * Work that is done ahead, a part at a time, while a person types or talks: at most once, and never any longer than
 * until the real thing begins, which it would only delay.
 */
export class WarmUp {
  readonly #begin: () => Iterator<unknown, unknown>
  readonly #whenIdle: WhenIdle
  #parts: Iterator<unknown, unknown> | null = null
  #isOver = false
  #cancel: () => void = () => undefined

  constructor(begin: () => Iterator<unknown, unknown>, whenIdle: WhenIdle) {
    this.#begin = begin
    this.#whenIdle = whenIdle
  }

  /** Begins, unless it has begun before. */
  start(): void {
    if (this.#parts || this.#isOver) return
    this.#parts = this.#begin()
    this.#scheduleNext(this.#parts)
  }

  /** The real thing begins: what is not done by now is done by that. */
  stop(): void {
    this.#isOver = true
    this.#cancel()
  }

  #scheduleNext(parts: Iterator<unknown, unknown>): void {
    this.#cancel = this.#whenIdle(() => {
      if (!parts.next().done) this.#scheduleNext(parts)
    })
  }
}
