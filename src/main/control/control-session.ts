import type { Clock } from '#shared/clock.ts'
import { HELD_TIMEOUT_MS, type Input } from '#shared/protocol/input.ts'
import { Gate, type GateOptions } from './gate.ts'
import type { Injector } from './injector/injector.ts'
import type { Command } from './injector/messages.ts'

export interface ControlSessionOptions extends GateOptions {
  readonly injector: Pick<Injector, 'inject' | 'release'>
  readonly clock: Clock
  /** Whether anything may be injected at this moment: there is a grant, the picture is live, no question is open. */
  readonly mayInject: () => boolean
  /**
   * A text may have been dropped half typed. The viewer has to be told each time: neither text nor keys are taken of it,
   * so that nothing is typed after a hole, until it says `release-all`.
   */
  readonly onTextCut: () => void
  /** Nothing is taken of the viewer, which has to be told, until it says `release-all`. */
  readonly onDisregarded: () => void
}

/** Far more often than anybody could be hurt by a key that stays down. */
const LOOK_INTERVAL_MS = 100
/** A viewer that pastes sends more within this time: a message of `MAX_TEXT_LENGTH` at `TEXT_ALLOWANCE`'s speed. */
const TYPING_MS = 1_500
/** The same for one that was heard last when it became overdue. */
const TYPING_BEFORE_SILENCE_MS = TYPING_MS + HELD_TIMEOUT_MS + LOOK_INTERVAL_MS

/** Would come after a hole: text, and the Enter that was meant for all of it. */
const types = (input: Input): boolean => input.type === 'text' || (input.type === 'key' && input.pressed)

/** From where on the viewer has heard. */
const fromRelease = (inputs: readonly Input[]): readonly Input[] => {
  const at = inputs.findIndex(({ type }) => type === 'release-all')
  return at < 0 ? [] : inputs.slice(at)
}

/** One viewer's control of this computer, from the grant to its end. */
export class ControlSession {
  readonly #options: ControlSessionOptions
  readonly #gate: Gate
  #wasOwnWindowFocused = false
  /** When text came last that may still be on its way to be typed, or the rest of it to here. */
  #typedAt = -Infinity
  /** Texts that the injector was given and is not done with: some systems take seconds for a long one. */
  #untyped = 0
  #isTextCut = false
  /** What arrives was done before an interruption was over. */
  #isStale = false
  #cancel: () => void = () => undefined

  constructor(options: ControlSessionOptions) {
    this.#options = options
    this.#gate = new Gate(options)
    this.#look()
  }

  handle(received: readonly Input[]): void {
    const { mayInject, clock } = this.#options
    const inputs = this.#isStale ? fromRelease(received) : received
    if (inputs.length === 0) return
    this.#isStale = false
    if (inputs.some(({ type }) => type === 'text')) this.#typedAt = clock.now()
    if (!mayInject()) {
      this.interrupt()
      if (inputs.some(({ type }) => type === 'release-all')) this.#isTextCut = false
      return
    }
    let commands: Command[] = []
    for (const input of inputs) {
      if (this.#isTextCut && types(input)) continue
      if (input.type !== 'release-all') {
        commands.push(...this.#gate.admit(input))
        continue
      }
      this.#inject(commands)
      commands = []
      // Not in turn: what is held would come up only once a text that was sent before is typed, and that stops, too.
      this.release()
      this.#isTextCut = false
    }
    this.#inject(commands)
  }

  /** The injector is done with one more text. */
  noteTyped(): void {
    this.#untyped = Math.max(0, this.#untyped - 1)
    this.#typedAt = this.#options.clock.now()
  }

  /** Lets go of everything. The injector is told what that is, for it may be another process than the one that pressed it. */
  release(): void {
    const { held } = this.#gate
    this.#typedAt = -Infinity
    this.#untyped = 0
    this.#gate.release()
    this.#options.injector.release(held)
  }

  /** Lets go of everything, unasked; a viewer in the midst of a text is told to send no more of it. */
  interrupt(typingMs = TYPING_MS): void {
    const { clock, onTextCut } = this.#options
    const wasTyping = this.#untyped > 0 || clock.now() - this.#typedAt < typingMs
    this.release()
    if (!wasTyping || this.#isTextCut) return
    this.#isTextCut = true
    onTextCut()
  }

  /** The connection is interrupted: what the viewer does meanwhile may arrive all at once, and long after it was meant. */
  disregard(): void {
    this.release()
    if (this.#isStale) return
    this.#isStale = true
    this.#options.onDisregarded()
  }

  end(): void {
    this.#cancel()
    this.release()
  }

  #inject(commands: readonly Command[]): void {
    this.#untyped += commands.filter(({ kind }) => kind === 'text').length
    this.#options.injector.inject(commands)
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
    if (hasFocus) this.interrupt()
    else if (this.#gate.isOverdue) this.interrupt(TYPING_BEFORE_SILENCE_MS)
    else if (holds && !mayInject()) this.release()
  }
}
