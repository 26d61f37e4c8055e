import { failure, type Work } from '../../../src/shared/errors.ts'
import { isSolution } from '../../../src/shared/protocol/claim-work.ts'
import { err, ok, type Result } from '../../../src/shared/result.ts'
import type { AddressLimits } from '../rate-limit.ts'
import { TokenBucket } from '../token-bucket.ts'

/** Who claims. */
interface Claimant {
  readonly connection: string
  readonly address: string
  unprovedClaims: number
  /** Whether its last claim was paid for with work. */
  hasWorked: boolean
  readonly cut: () => void
}

export interface ClaimGateOptions {
  readonly limits: AddressLimits
  /** Claims without a proof that all addresses together make before claims cost work. */
  readonly unprovedPerSecond: number
  readonly now: () => number
  /** Whether the server can answer no more claims at this moment, whatever they are for. */
  readonly isFull: () => boolean
  /** By which limit a claim was refused. */
  readonly onRefused: (limit: 'connection-claims' | 'failed-claims' | 'room-claims' | 'all-claims') => void
}

/** An app makes one claim on a connection, or two when it is asked for work. */
const MAX_UNPROVED_PER_CONNECTION = 5
/** A quarter of a million hashes: half a second in an app, which is more than a guesser wants to pay. */
const WORK_BITS = 18
/** Ten seconds' worth of claims at once: an office whose meeting begins. */
const BURST_SECONDS = 10
const FULL_RETRY_MS = 5000

/**
 * Lets claims pass, or not, before anybody knows what they will find. A claim counts as failed until its viewer has
 * proved the secret; then it has cost nothing.
 */
export class ClaimGate {
  readonly #options: ClaimGateOptions
  readonly #everybody: TokenBucket
  readonly #unproved = new Map<string, Claimant>()

  constructor(options: ClaimGateOptions) {
    this.#options = options
    const { unprovedPerSecond, now } = options
    this.#everybody = new TokenBucket(
      { perSecond: unprovedPerSecond, burst: unprovedPerSecond * BURST_SECONDS },
      now,
    )
  }

  /** `rate-limited` beyond any of the limits: of the connection, of its address, of the room, of all together. */
  async enter(claimant: Claimant, room: string, solution: string | undefined): Promise<Result<void>> {
    const { limits, onRefused, isFull } = this.#options
    if (claimant.unprovedClaims >= MAX_UNPROVED_PER_CONNECTION) {
      onRefused('connection-claims')
      claimant.cut()
      return err(failure('rate-limited'))
    }
    const byAddress = await limits.failedClaims.take(claimant.address)
    if (!byAddress.ok) {
      onRefused('failed-claims')
      return byAddress
    }
    const byRoom = await limits.roomClaims.take(room)
    if (!byRoom.ok) {
      onRefused('room-claims')
      await limits.failedClaims.giveBack(claimant.address)
      return byRoom
    }
    const byAll = isFull()
      ? err(failure('rate-limited', { retryAfterMs: FULL_RETRY_MS }))
      : this.#takeFromAll(claimant, room, solution)
    if (byAll.ok) claimant.unprovedClaims++
    else {
      onRefused('all-claims')
      await limits.failedClaims.giveBack(claimant.address)
      await limits.roomClaims.giveBack(room)
    }
    return byAll
  }

  /** The claim has made a member, who is to prove itself. */
  await(memberId: string, claimant: Claimant): void {
    this.#unproved.set(memberId, claimant)
  }

  /** Whether the member has claimed and proved nothing yet. */
  isAwaited(memberId: string): boolean {
    return this.#unproved.has(memberId)
  }

  /** The member knows the secret: its claim was no guess. */
  async acquit(memberId: string): Promise<void> {
    const claimant = this.#unproved.get(memberId)
    if (!claimant) return
    this.#unproved.delete(memberId)
    claimant.unprovedClaims--
    if (!claimant.hasWorked) this.#everybody.giveBack()
    await this.#options.limits.failedClaims.giveBack(claimant.address)
  }

  /** The member is gone, and has proved nothing if it has not yet. */
  condemn(memberId: string): void {
    this.#unproved.delete(memberId)
  }

  #takeFromAll(claimant: Claimant, room: string, solution: string | undefined): Result<void> {
    const work: Work = { challenge: claimant.connection, bits: WORK_BITS }
    claimant.hasWorked = solution !== undefined && isSolution(work, room, solution)
    if (claimant.hasWorked) return ok(undefined)
    const waitMs = this.#everybody.take()
    return waitMs === 0 ? ok(undefined) : err(failure('rate-limited', { retryAfterMs: waitMs, work }))
  }
}
