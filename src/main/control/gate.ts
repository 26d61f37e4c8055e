import { assertNever } from '#shared/assert-never.ts'
import type { Clock } from '#shared/clock.ts'
import { contains, pixelAt, type Point, type Rect } from '#shared/geometry.ts'
import { HELD_INTERVAL_MS, HELD_TIMEOUT_MS, type Input, type PlacedInput } from '#shared/protocol/input.ts'
import { isModifier, type KeyCode } from '#shared/protocol/key-codes.ts'
import { isNewer } from '#shared/protocol/motion.ts'
import { Rate } from '#shared/rate.ts'
import { HeldInputs, type Held } from './held-inputs.ts'
import type { Command } from './injector/messages.ts'

/** Everything that decides where an input may land, as it is at the moment of asking. */
export interface GateWorld {
  /** Pixels of the shared display, as the injector counts them; null while there is none. */
  readonly surface: () => Rect | null
  /** The app's own windows that can be seen, in the same pixels. */
  readonly ownWindows: () => readonly Rect[]
  /** One of them can be seen, and nobody knows where: whatever is done might happen there. */
  readonly isOwnAnywhere: () => boolean
  readonly isOwnWindowFocused: () => boolean
}

export interface GateOptions {
  readonly world: GateWorld
  /** Something was not passed because it would have gone to a window of the app. */
  readonly onOwnWindow?: () => void
  readonly clock: Pick<Clock, 'now'>
}

/** Far above what hands can do, and below what would keep this computer busy. */
const MOVES = { burst: 500, perSecond: 500 }
const PRESSES = { burst: 300, perSecond: 150 }
/** Viewers add up what is turned within a frame; a fast screen has 240 of those a second. */
const TURNS = { burst: 300, perSecond: 300 }
/** More than `TEXT_ALLOWANCE`, for what is stuck on the way comes all together. */
const CHARACTERS = { burst: 10_000, perSecond: 1_000 }

/**
 * Judges what one viewer does who controls this computer, for as long as that lasts. What comes out can be injected as it
 * is: it lands on the shared display, never in a window of this app, and everything that it presses is released.
 *
 * Decides by itself, from what it is told alone; who may control is decided before it is asked.
 */
export class Gate {
  readonly #world: GateWorld
  readonly #clock: Pick<Clock, 'now'>
  readonly #onOwnWindow: () => void
  readonly #held = new HeldInputs()
  readonly #moves: Rate
  readonly #presses: Rate
  readonly #turns: Rate
  readonly #characters: Rate
  #sequence: number | null = null
  #pointer: Point | null = null
  #heardAt: number
  /** When the viewer was heard again after a silence in which everything was let go. */
  #heardAgainAt = -Infinity
  /** A text was passed since the last release: it may still be typed. */
  #mayBeTyping = false

  constructor({ world, clock, onOwnWindow = () => undefined }: GateOptions) {
    this.#world = world
    this.#onOwnWindow = onOwnWindow
    this.#clock = clock
    this.#moves = new Rate(MOVES, clock)
    this.#presses = new Rate(PRESSES, clock)
    this.#turns = new Rate(TURNS, clock)
    this.#characters = new Rate(CHARACTERS, clock)
    this.#heardAt = clock.now()
  }

  get held(): Held {
    return this.#held.current
  }

  /** Something is held or typed, and the viewer has not been heard of for too long: it has to be released. */
  get isOverdue(): boolean {
    return (this.#held.isAny || this.#mayBeTyping) && this.#clock.now() - this.#heardAt > HELD_TIMEOUT_MS
  }

  release(): readonly Command[] {
    this.#mayBeTyping = false
    return this.#held.releaseAll()
  }

  /** What is to be injected because of this; nothing, if it must not be. */
  admit(input: Input): readonly Command[] {
    // Moves come on a channel of their own: they say nothing about releases, which may be stuck on the other.
    if (input.type !== 'move') this.#hear()
    switch (input.type) {
      case 'move':
        return this.#move(input)
      case 'button':
        return this.#button(input)
      case 'wheel':
        return this.#wheel(input)
      case 'key':
        return this.#key(input.code, input.pressed)
      case 'text':
        return this.#text(input.text)
      case 'held':
        return this.#reconcile(input)
      case 'release-all':
        return this.release()
      default:
        return assertNever(input)
    }
  }

  #move({ at, sequence }: PlacedInput): readonly Command[] {
    if (this.#meetsOwnAnywhere() || !this.#isNew(sequence) || !this.#moves.take()) return []
    const to = this.#place(at)
    // What is dragged must not be dropped on a window of ours.
    if (!to || (this.#held.holdsButton && this.#isOwn(to))) return []
    this.#sequence = sequence
    return this.#moveTo(to)
  }

  #button(input: Extract<Input, { type: 'button' }>): readonly Command[] {
    const { button, pressed, at, sequence } = input
    const to = this.#place(at)
    if (!to || this.#meetsOwn(to) || (pressed && !this.#presses.take()))
      // What is held has to come up, if not here, then where the pointer is.
      return pressed ? [] : this.#held.button(button, false)
    const commands = this.#held.button(button, pressed)
    if (commands.length === 0) return []
    this.#see(sequence)
    return [...this.#moveTo(to), ...commands]
  }

  #wheel({ dx, dy, at, sequence }: Extract<Input, { type: 'wheel' }>): readonly Command[] {
    const to = this.#place(at)
    if (!to || this.#meetsOwn(to) || !this.#turns.take()) return []
    this.#see(sequence)
    return [...this.#moveTo(to), { kind: 'wheel', dx, dy }]
  }

  #key(code: KeyCode, pressed: boolean): readonly Command[] {
    return !pressed || (this.#mayType() && this.#presses.take()) ? this.#held.key(code, pressed) : []
  }

  #text(text: string): readonly Command[] {
    if (!this.#mayType() || !this.#characters.take(text.length)) return []
    this.#mayBeTyping = true
    return [{ kind: 'text', text }]
  }

  #hear(): void {
    const now = this.#clock.now()
    if (now - this.#heardAt > HELD_TIMEOUT_MS) this.#heardAgainAt = now
    this.#heardAt = now
  }

  /** Lets go of what the viewer does not hold any more, and takes up modifiers that were released in between. */
  #reconcile(held: Held): readonly Command[] {
    // What was stuck on the way comes all together, and says what was held a while ago.
    if (this.#clock.now() - this.#heardAgainAt < HELD_INTERVAL_MS) return this.#held.releaseAllBut(held)
    const missing = held.keys.filter((code) => isModifier(code) && !this.#held.holdsKey(code))
    return [...this.#held.releaseAllBut(held), ...missing.flatMap((code) => this.#key(code, true))]
  }

  #place(at: Point): Point | null {
    const surface = this.#world.surface()
    return surface && pixelAt(at, surface)
  }

  #isOwn(point: Point): boolean {
    return this.#world.ownWindows().some((window) => contains(window, point))
  }

  #meetsOwn(point: Point): boolean {
    const isOwn = this.#isOwn(point)
    if (isOwn) this.#onOwnWindow()
    return isOwn
  }

  #meetsOwnAnywhere(): boolean {
    const isOwn = this.#world.isOwnAnywhere()
    if (isOwn) this.#onOwnWindow()
    return isOwn
  }

  /** Keys go to the window that has the focus; where that follows the pointer, to the one below it. */
  #mayType(): boolean {
    const { surface, isOwnWindowFocused } = this.#world
    if (surface() === null || this.#meetsOwnAnywhere()) return false
    const isOwn = isOwnWindowFocused() || (this.#pointer !== null && this.#isOwn(this.#pointer))
    if (isOwn) this.#onOwnWindow()
    return !isOwn
  }

  #isNew(sequence: number): boolean {
    return this.#sequence === null || isNewer(sequence, this.#sequence)
  }

  #see(sequence: number): void {
    if (this.#isNew(sequence)) this.#sequence = sequence
  }

  #moveTo(to: Point): readonly Command[] {
    this.#pointer = to
    return [{ kind: 'move', to }]
  }
}
