import type { Clock } from '#shared/clock.ts'
import type { Input } from '#shared/protocol/input.ts'
import { Gate, type GateOptions } from './gate.ts'
import type { Injector } from './injector/injector.ts'

export interface ControlSessionOptions extends GateOptions {
  readonly injector: Pick<Injector, 'inject' | 'release'>
  readonly clock: Clock
  /** Whether anything may be injected at this moment: there is a grant, the picture is live, no question is open. */
  readonly mayInject: () => boolean
}

/** Far more often than anybody could be hurt by a key that stays down. */
const LOOK_INTERVAL_MS = 100

/** One viewer's control of this computer, from the grant to its end. */
export class ControlSession {
  readonly #options: ControlSessionOptions
  readonly #gate: Gate
  #wasOwnWindowFocused = false
  #cancel: () => void = () => undefined

  constructor(options: ControlSessionOptions) {
    this.#options = options
    this.#gate = new Gate(options)
    this.#look()
  }

  handle(inputs: readonly Input[]): void {
    const { injector, mayInject } = this.#options
    if (!mayInject()) {
      this.release()
      return
    }
    injector.inject(inputs.flatMap((input) => this.#gate.admit(input)))
  }

  /** Lets go of everything. The injector is told what that is, for it may be another process than the one that pressed it. */
  release(): void {
    const { held } = this.#gate
    this.#gate.release()
    this.#options.injector.release(held)
  }

  end(): void {
    this.#cancel()
    this.release()
  }

  #look(): void {
    this.#cancel = this.#options.clock.after(LOOK_INTERVAL_MS, () => this.#look())
    const { world, mayInject } = this.#options
    const { keys, buttons } = this.#gate.held
    const holds = keys.length + buttons.length > 0
    const isOwnWindowFocused = world.isOwnWindowFocused()
    const hasFocus = isOwnWindowFocused && !this.#wasOwnWindowFocused
    this.#wasOwnWindowFocused = isOwnWindowFocused
    // Keys that are held, and text that is still to be typed, would go to the window that has the focus now.
    if (hasFocus || this.#gate.isOverdue || (holds && !mayInject())) this.release()
  }
}
