import type { InputDraft, PointerButton } from '#shared/protocol/input.ts'
import type { KeyCode } from '#shared/protocol/key-codes.ts'

/** What the viewer holds down at the host at this moment; whatever is pressed or let go passes through here. */
export class Held {
  readonly #keys = new Set<KeyCode>()
  readonly #buttons = new Set<PointerButton>()
  readonly #send: (draft: InputDraft) => void

  constructor(send: (draft: InputDraft) => void) {
    this.#send = send
  }

  get keys(): readonly KeyCode[] {
    return [...this.#keys]
  }

  get isDragging(): boolean {
    return this.#buttons.size > 0
  }

  hasKey(code: KeyCode): boolean {
    return this.#keys.has(code)
  }

  /** Presses a key, or repeats one that is held. */
  press(code: KeyCode): void {
    this.#keys.add(code)
    this.#send({ type: 'key', code, pressed: true })
  }

  release(code: KeyCode): void {
    if (this.#keys.delete(code)) this.#send({ type: 'key', code, pressed: false })
  }

  tap(code: KeyCode): void {
    this.press(code)
    this.release(code)
  }

  button(draft: Extract<InputDraft, { type: 'button' }>): void {
    if (draft.pressed) this.#buttons.add(draft.button)
    // A release without a press belongs to a click that began elsewhere.
    else if (!this.#buttons.delete(draft.button)) return
    this.#send(draft)
  }

  /** Tells the host that all this is still held. */
  confirm(): void {
    this.#send({ type: 'held', keys: [...this.#keys], buttons: [...this.#buttons] })
  }

  /** Lets go of everything. */
  releaseAll(): void {
    this.forget()
    this.#send({ type: 'release-all' })
  }

  /** The host has let go of everything already. */
  forget(): void {
    this.#keys.clear()
    this.#buttons.clear()
  }
}
