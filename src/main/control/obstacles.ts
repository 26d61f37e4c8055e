import type { Clock } from '#shared/clock.ts'
import type { ControlObstacle } from '#shared/protocol/grants.ts'

/** How long it is shown after it was met last. */
const SHOWN_MS = 5_000

/** What the viewer who controls has met just now. */
export class Obstacles {
  readonly #clock: Pick<Clock, 'after'>
  readonly #onChanged: () => void
  #current: ControlObstacle | null = null
  #cancel: () => void = () => undefined

  constructor(clock: Pick<Clock, 'after'>, onChanged: () => void) {
    this.#clock = clock
    this.#onChanged = onChanged
  }

  get current(): ControlObstacle | null {
    return this.#current
  }

  meet(obstacle: ControlObstacle): void {
    this.#cancel()
    this.#cancel = this.#clock.after(SHOWN_MS, () => this.#set(null))
    this.#set(obstacle)
  }

  /** Tells it anew, though it may still be shown from the last time: the viewer answers each. */
  tell(obstacle: ControlObstacle): void {
    this.forget()
    this.meet(obstacle)
  }

  /** Nobody controls any more. */
  forget(): void {
    this.#cancel()
    this.#set(null)
  }

  #set(obstacle: ControlObstacle | null): void {
    if (this.#current === obstacle) return
    this.#current = obstacle
    this.#onChanged()
  }
}
