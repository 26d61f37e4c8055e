import type { ErrorCode } from '../../../src/shared/errors.ts'
import { SIGNAL_PAUSE_MS } from '../../../src/shared/protocol/signaling.ts'

interface Pause {
  readonly code: ErrorCode
  readonly untilMs: number
}

/** Refusals that an app takes for passing: it sends the signal again after a while. */
const isPassing = (code: ErrorCode): boolean => code === 'peer-gone' || code === 'rate-limited'

/**
 * Keeps one connection's signals to a member in order when one of them is refused: those that were on their way behind
 * it are refused as well, for they would arrive before it.
 */
export class SignalPause {
  readonly #now: () => number
  readonly #pauses = new Map<string, Pause>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** A signal was refused. What pauses already goes on no longer for it. */
  note(to: string, code: ErrorCode): void {
    const nowMs = this.#now()
    for (const [member, { untilMs }] of this.#pauses) if (untilMs <= nowMs) this.#pauses.delete(member)
    if (isPassing(code) && !this.#pauses.has(to))
      this.#pauses.set(to, { code, untilMs: nowMs + SIGNAL_PAUSE_MS })
  }

  /** Why a signal cannot pass now; null if it can. */
  of(to: string): ErrorCode | null {
    const pause = this.#pauses.get(to)
    return pause && this.#now() < pause.untilMs ? pause.code : null
  }
}
