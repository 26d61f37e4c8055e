export interface TokenRate {
  readonly perSecond: number
  /** How much can be taken at once after a quiet time. */
  readonly burst: number
}

/** A budget that refills steadily; it lives and dies with the connection it belongs to. */
export class TokenBucket {
  readonly #rate: TokenRate
  readonly #now: () => number
  #tokens: number
  #countedAtMs: number

  constructor(rate: TokenRate, now: () => number) {
    this.#rate = rate
    this.#now = now
    this.#tokens = rate.burst
    this.#countedAtMs = now()
  }

  /** Takes `amount` if it is there. Returns 0, or in how many milliseconds it will be; nothing is taken then. */
  take(amount = 1): number {
    const nowMs = this.#now()
    const { perSecond, burst } = this.#rate
    // A clock set back must not cost anybody tokens.
    const elapsedMs = Math.max(0, nowMs - this.#countedAtMs)
    this.#tokens = Math.min(burst, this.#tokens + (elapsedMs * perSecond) / 1000)
    this.#countedAtMs = nowMs
    if (amount <= this.#tokens) {
      this.#tokens -= amount
      return 0
    }
    return Math.ceil(((amount - this.#tokens) * 1000) / perSecond)
  }
}
