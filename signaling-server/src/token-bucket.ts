export interface TokenRate {
  readonly perSecond: number
  /** How much can be taken at once after a quiet time. */
  readonly burst: number
}

/**
 * A budget that refills steadily; it lives and dies with the connection it belongs to. Why it is not a library's:
 * docs/decisions/0006-token-buckets-per-connection.md.
 */
export class TokenBucket {
  readonly #rate: TokenRate
  readonly #now: () => number
  /** Thousandths of a token: whole milliseconds at whole rates then add up without rounding. */
  #milliTokens: number
  #countedAtMs: number

  constructor(rate: TokenRate, now: () => number) {
    this.#rate = rate
    this.#now = now
    this.#milliTokens = rate.burst * 1000
    this.#countedAtMs = now()
  }

  /** Puts back what was taken in vain. */
  giveBack(amount = 1): void {
    this.#milliTokens = Math.min(this.#rate.burst * 1000, this.#milliTokens + amount * 1000)
  }

  /** Takes `amount` if it is there. Returns 0, or in how many milliseconds it will be; nothing is taken then. */
  take(amount = 1): number {
    const { perSecond, burst } = this.#rate
    const nowMs = this.#now()
    // A clock set back must not cost anybody tokens.
    const elapsedMs = Math.max(0, nowMs - this.#countedAtMs)
    this.#countedAtMs = nowMs
    this.#milliTokens = Math.min(burst * 1000, this.#milliTokens + elapsedMs * perSecond)
    const missing = amount * 1000 - this.#milliTokens
    if (missing > 0) return Math.ceil(missing / perSecond)
    this.#milliTokens = -missing
    return 0
  }
}
