import type { PointerButton } from '#shared/protocol/input.ts'
import type { KeyCode } from '#shared/protocol/key-codes.ts'
import type { Held } from '../held-inputs.ts'
import type { Command } from './messages.ts'

/**
 * Everything that may have been pressed since somebody controls, whether or not it was released: when a process is lost,
 * nobody knows how far it came.
 */
export class Pressed {
  readonly #keys = new Set<KeyCode>()
  readonly #buttons = new Set<PointerButton>()

  get all(): Held {
    return { keys: [...this.#keys], buttons: [...this.#buttons] }
  }

  note(commands: readonly Command[]): void {
    for (const command of commands) {
      if (command.kind === 'key' && command.pressed) this.#keys.add(command.code)
      if (command.kind === 'button' && command.pressed) this.#buttons.add(command.button)
      // Capitals are typed with it.
      if (command.kind === 'text') this.#keys.add('ShiftLeft')
    }
  }
}
