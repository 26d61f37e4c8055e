import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { failure } from '../../src/shared/errors.ts'
import { err, ok, type Result } from '../../src/shared/result.ts'

/** What one address, or one connection, may do. The reasons for the default numbers are in README.md. */
export interface Limits {
  readonly socketsPerMinute: number
  readonly openSockets: number
  /** Of all addresses together. */
  readonly openSocketsTotal: number
  readonly createsPer10Minutes: number
  readonly failedClaimsPer10Minutes: number
  readonly claimsPerRoomPerMinute: number
  readonly unprovedClaimsPerSecond: number
  readonly iceRequestsPer10Minutes: number
  readonly requestsPerSecond: number
  readonly signalsPerSecond: number
  readonly signalBytesPerSecond: number
}

const MINUTE_S = 60
const MAX_BLOCK_S = 60 * MINUTE_S
/** How long after the first block of an address the next is a first one again. */
const STRIKE_MEMORY_S = 24 * 60 * MINUTE_S

export interface AddressLimitOptions {
  readonly points: number
  readonly periodSeconds: number
  /** Keeps an address out for a period, then two, four… up to an hour, each time it exceeds the limit. */
  readonly escalates?: boolean
}

/** How often each address may do one kind of thing. */
export class AddressLimit {
  readonly #limiter: RateLimiterMemory
  readonly #strikes: RateLimiterMemory | null

  constructor({ points, periodSeconds, escalates = false }: AddressLimitOptions) {
    this.#limiter = new RateLimiterMemory({ points, duration: periodSeconds })
    this.#strikes = escalates ? new RateLimiterMemory({ points: 1, duration: STRIKE_MEMORY_S }) : null
  }

  /** Counts one; fails with `rate-limited` when it is one too many. */
  async take(address: string): Promise<Result<void>> {
    try {
      await this.#limiter.consume(address)
      return ok(undefined)
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal
      const { msBeforeNext } = await this.#punish(address, refusal)
      return err(failure('rate-limited', { retryAfterMs: Math.max(1, Math.ceil(msBeforeNext)) }))
    }
  }

  /** Takes back a count that turned out not to matter, unless its period is over or a block has begun meanwhile. */
  async giveBack(address: string): Promise<void> {
    const counted = await this.#limiter.get(address)
    if (counted && counted.consumedPoints > 0 && counted.consumedPoints <= this.#limiter.points)
      await this.#limiter.reward(address)
  }

  async #punish(address: string, refusal: RateLimiterRes): Promise<RateLimiterRes> {
    const isFirstRefusal = refusal.consumedPoints === this.#limiter.points + 1
    if (!this.#strikes || !isFirstRefusal) return refusal
    const { consumedPoints: strikes } = await this.#strikes.penalty(address)
    const blockSeconds = Math.min(MAX_BLOCK_S, this.#limiter.duration * 2 ** (strikes - 1))
    return this.#limiter.block(address, blockSeconds)
  }
}

/** How many of something each address has at this moment. */
export class AddressTally {
  readonly #counts = new Map<string, number>()
  #total = 0

  get total(): number {
    return this.#total
  }

  count(address: string): number {
    return this.#counts.get(address) ?? 0
  }

  add(address: string): void {
    this.#counts.set(address, this.count(address) + 1)
    this.#total++
  }

  remove(address: string): void {
    const left = this.count(address) - 1
    this.#total--
    if (left > 0) this.#counts.set(address, left)
    else this.#counts.delete(address)
  }
}

/** The limits per address. Those per connection are token buckets, owned by the connection. */
export const createAddressLimits = (limits: Limits) => ({
  sockets: new AddressLimit({ points: limits.socketsPerMinute, periodSeconds: MINUTE_S }),
  /** Refusals that are explained; past these the server just hangs up. */
  explanations: new AddressLimit({ points: limits.socketsPerMinute, periodSeconds: MINUTE_S }),
  creates: new AddressLimit({ points: limits.createsPer10Minutes, periodSeconds: 10 * MINUTE_S }),
  /** Counted when the claim is made and given back with its proof, so that parallel guesses cannot slip through. */
  failedClaims: new AddressLimit({
    points: limits.failedClaimsPer10Minutes,
    periodSeconds: 10 * MINUTE_S,
    escalates: true,
  }),
  /** By room number, whether or not there is such a room. */
  roomClaims: new AddressLimit({ points: limits.claimsPerRoomPerMinute, periodSeconds: MINUTE_S }),
  iceRequests: new AddressLimit({ points: limits.iceRequestsPer10Minutes, periodSeconds: 10 * MINUTE_S }),
})

export type AddressLimits = ReturnType<typeof createAddressLimits>
