import type { Clock } from './clock.ts'

/** So much at once, and so much per second from then on. */
export interface Allowance {
  readonly burst: number
  readonly perSecond: number
}

/** A token bucket. */
export class Rate {
  readonly #allowance: Allowance
  readonly #clock: Pick<Clock, 'now'>
  #tokens: number
  #filledAt: number

  constructor(allowance: Allowance, clock: Pick<Clock, 'now'>) {
    this.#allowance = allowance
    this.#clock = clock
    this.#tokens = allowance.burst
    this.#filledAt = clock.now()
  }

  /** Whether there is enough for this; takes it if so. */
  take(amount = 1): boolean {
    this.#fill()
    if (amount > this.#tokens) return false
    this.#tokens -= amount
    return true
  }

  /** How long until there is enough for this, if nobody takes anything meanwhile; milliseconds. */
  waitMs(amount: number): number {
    this.#fill()
    return Math.max(0, Math.ceil(((amount - this.#tokens) / this.#allowance.perSecond) * 1000))
  }

  #fill(): void {
    const { burst, perSecond } = this.#allowance
    const now = this.#clock.now()
    // A clock that is set back fills nothing, and takes nothing away.
    const passedMs = Math.max(0, now - this.#filledAt)
    this.#tokens = Math.min(burst, this.#tokens + (passedMs / 1000) * perSecond)
    this.#filledAt = now
  }
}
