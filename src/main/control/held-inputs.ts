import type { PointerButton } from '#shared/protocol/input.ts'
import type { KeyCode } from '#shared/protocol/key-codes.ts'
import type { Command } from './injector/messages.ts'

export interface Held {
  readonly keys: readonly KeyCode[]
  readonly buttons: readonly PointerButton[]
}

/** Nobody holds more at a time; a viewer that does is not one person at one keyboard. */
const MAX_HELD = 24

/** What a viewer holds down on this computer, so that all of it can be let go. */
export class HeldInputs {
  readonly #keys = new Set<KeyCode>()
  readonly #buttons = new Set<PointerButton>()

  get current(): Held {
    return { keys: [...this.#keys], buttons: [...this.#buttons] }
  }

  get isAny(): boolean {
    return this.#keys.size > 0 || this.#buttons.size > 0
  }

  holdsKey(code: KeyCode): boolean {
    return this.#keys.has(code)
  }

  get holdsButton(): boolean {
    return this.#buttons.size > 0
  }

  /** Pressing what is pressed repeats a key and does nothing to a button; releasing what is not does nothing. */
  key(code: KeyCode, pressed: boolean): readonly Command[] {
    if (pressed ? this.#keys.size >= MAX_HELD && !this.#keys.has(code) : !this.#keys.delete(code)) return []
    if (pressed) this.#keys.add(code)
    return [{ kind: 'key', code, pressed }]
  }

  button(button: PointerButton, pressed: boolean): readonly Command[] {
    if (pressed === this.#buttons.has(button)) return []
    if (pressed) this.#buttons.add(button)
    else this.#buttons.delete(button)
    return [{ kind: 'button', button, pressed }]
  }

  /** Lets go of all that is not in `kept`. */
  releaseAllBut(kept: Held): readonly Command[] {
    const { keys, buttons } = this.current
    return [
      ...buttons.filter((it) => !kept.buttons.includes(it)).flatMap((it) => this.button(it, false)),
      ...keys.filter((it) => !kept.keys.includes(it)).flatMap((it) => this.key(it, false)),
    ]
  }

  releaseAll(): readonly Command[] {
    return this.releaseAllBut({ keys: [], buttons: [] })
  }
}
