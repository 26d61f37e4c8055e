import type { Clock } from '#shared/clock.ts'
import type { Reply } from '#shared/protocol/signaling.ts'
import { Deadline } from '../deadline.ts'
import type { Signaling } from '../deps.ts'

/** Between the first two attempts: the host may be on its way back, too. Each pause is twice the one before. */
export const RETURN_RETRY_MS = 1_000
/** The longest pause: what a host that is back at last has to wait for its viewers. */
export const MAX_RETURN_RETRY_MS = 16_000

export interface ReturnToHostOptions {
  readonly signaling: Pick<Signaling, 'request'>
  readonly clock: Clock
  /** The server has made this viewer a member again, who has yet to prove itself to the host. */
  readonly onReturned: (claim: Reply<'place:claim'>) => void
}

/** Brings a viewer that its server has forgotten back to its host, who waits at the place that both know. */
export class ReturnToHost {
  readonly #options: ReturnToHostOptions
  readonly #pause: Deadline
  #attempt = 0

  constructor(options: ReturnToHostOptions) {
    this.#options = options
    this.#pause = new Deadline(options.clock)
  }

  /** Tries until it succeeds or is stopped; calling it again starts over. */
  start(place: string): void {
    this.stop()
    void this.#try(place, this.#attempt, RETURN_RETRY_MS)
  }

  stop(): void {
    this.#attempt++
    this.#pause.clear()
  }

  async #try(place: string, attempt: number, pauseMs: number): Promise<void> {
    const { signaling, onReturned } = this.#options
    const claim = await signaling.request('place:claim', { place })
    if (attempt !== this.#attempt) return
    if (claim.ok) onReturned(claim.value)
    else {
      const waitMs = Math.max(pauseMs, claim.error.retryAfterMs ?? 0)
      const nextMs = Math.min(2 * pauseMs, MAX_RETURN_RETRY_MS)
      this.#pause.set(waitMs, () => void this.#try(place, attempt, nextMs))
    }
  }
}
