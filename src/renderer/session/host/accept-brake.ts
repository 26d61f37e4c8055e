import type { Clock } from '#shared/clock.ts'
import { Deadline } from '../deadline.ts'

/** For a person who has never let anybody in on this device, or whose helper came to them: time to think. */
export const CAREFUL_WAIT_MS = 8_000
/** For everybody else, at each request: longer than a click meant for something else, or a second one. */
export const USUAL_WAIT_MS = 2_000

/** How far a request is from the moment when it may be accepted. */
export type BrakeSnapshot =
  /** The person does not see the request, and the wait stands still. */
  | { readonly kind: 'held'; readonly remainingMs: number }
  /** `opensAt` is on this machine's clock, milliseconds since the epoch. */
  | { readonly kind: 'running'; readonly opensAt: number }
  | { readonly kind: 'open' }

/**
 * The wait before a request may be accepted: time in which the person sees it, and nothing else, makes it shorter.
 * Nothing that a viewer sends gets here.
 */
export class AcceptBrake {
  readonly #clock: Clock
  readonly #deadline: Deadline
  readonly #onChange: () => void
  #waitMs: number
  #state: BrakeSnapshot
  #isSeen = false

  constructor(clock: Clock, waitMs: number, onChange: () => void) {
    this.#clock = clock
    this.#deadline = new Deadline(clock)
    this.#onChange = onChange
    this.#waitMs = waitMs
    this.#state = { kind: 'held', remainingMs: waitMs }
  }

  get snapshot(): BrakeSnapshot {
    return this.#state
  }

  /** The person sees the request, or no longer does. */
  attend(isSeen: boolean): void {
    this.#isSeen = isSeen
    if (isSeen && this.#state.kind === 'held') this.#run(this.#state.remainingMs)
    else if (!isSeen && this.#state.kind === 'running') {
      this.#deadline.clear()
      this.#set({ kind: 'held', remainingMs: Math.max(0, this.#state.opensAt - this.#clock.now()) })
    }
  }

  /** There is reason for care: unless it was as long before, the whole wait begins anew. */
  lengthen(waitMs: number): void {
    if (waitMs <= this.#waitMs) return
    this.#waitMs = waitMs
    if (this.#isSeen) this.#run(waitMs)
    else this.#set({ kind: 'held', remainingMs: waitMs })
  }

  /** Nobody waits any more. */
  release(): void {
    this.#deadline.clear()
  }

  #run(remainingMs: number): void {
    this.#deadline.set(remainingMs, () => this.#set({ kind: 'open' }))
    this.#set({ kind: 'running', opensAt: this.#clock.now() + remainingMs })
  }

  #set(state: BrakeSnapshot): void {
    this.#state = state
    this.#onChange()
  }
}
