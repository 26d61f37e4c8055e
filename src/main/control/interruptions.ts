import type { Clock } from '#shared/clock.ts'
import { INTERRUPTION_LIMIT_MS } from '#shared/protocol/grants.ts'

/** Tells which viewers' connections have been interrupted for too long. */
export class Interruptions {
  readonly #clock: Pick<Clock, 'after'>
  readonly #onTooLong: (guestId: string) => void
  readonly #cancels = new Map<string, () => void>()

  constructor(clock: Pick<Clock, 'after'>, onTooLong: (guestId: string) => void) {
    this.#clock = clock
    this.#onTooLong = onTooLong
  }

  /** Those whose connection is interrupted at this moment, and nobody else's. */
  note(guestIds: readonly string[]): void {
    for (const [guestId, cancel] of this.#cancels) {
      if (guestIds.includes(guestId)) continue
      cancel()
      this.#cancels.delete(guestId)
    }
    for (const guestId of guestIds) if (!this.#cancels.has(guestId)) this.#start(guestId)
  }

  #start(guestId: string): void {
    const cancel = this.#clock.after(INTERRUPTION_LIMIT_MS, () => {
      this.#cancels.delete(guestId)
      this.#onTooLong(guestId)
    })
    this.#cancels.set(guestId, cancel)
  }
}
