import type { Clock } from '#shared/clock.ts'
import type { ViewerControl } from '#shared/protocol/control-messages.ts'
import { TEXT_ALLOWANCE } from '#shared/protocol/input.ts'
import { Rate } from '#shared/rate.ts'

/**
 * Sends in order, and text no faster than hosts take it: what comes after a long paste waits for the end of that, as it
 * would at a keyboard.
 */
export class PacedSender {
  readonly #clock: Clock
  readonly #post: (message: ViewerControl) => void
  readonly #rate: Rate
  #waiting: ViewerControl[] = []
  #cancel: () => void = () => undefined

  constructor(clock: Clock, post: (message: ViewerControl) => void) {
    this.#clock = clock
    this.#post = post
    this.#rate = new Rate(TEXT_ALLOWANCE, clock)
  }

  get isWaiting(): boolean {
    return this.#waiting.length > 0
  }

  send(message: ViewerControl): void {
    this.#waiting.push(message)
    if (this.#waiting.length === 1) this.#pump()
  }

  /** What has not gone out yet is not wanted any more. */
  drop(): void {
    this.#cancel()
    this.#waiting = []
  }

  #pump(): void {
    for (;;) {
      const [next] = this.#waiting
      if (!next) return
      if (next.type === 'text' && !this.#rate.take(next.text.length)) {
        this.#cancel = this.#clock.after(this.#rate.waitMs(next.text.length), () => this.#pump())
        return
      }
      this.#waiting.shift()
      this.#post(next)
    }
  }
}
