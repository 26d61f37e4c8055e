export interface CompositionOptions {
  readonly field: HTMLTextAreaElement
  readonly signal: AbortSignal
  /** What an input method is putting together; empty when it is done. */
  readonly onChanged: (text: string) => void
  /** What came of it. */
  readonly onChosen: (text: string) => void
}

/** An input method at work in the field: syllables of Hangul, accents, the words of an on-screen keyboard. */
export class Composition {
  readonly #field: HTMLTextAreaElement
  #isOpen = false
  #isFinishing = false

  constructor({ field, signal, onChanged, onChosen }: CompositionOptions) {
    this.#field = field
    field.addEventListener(
      'compositionupdate',
      ({ data }) => {
        this.#isOpen = true
        onChanged(data)
      },
      { signal },
    )
    field.addEventListener(
      'compositionend',
      ({ data }) => {
        this.#isOpen = false
        onChanged('')
        onChosen(data)
        field.value = ''
      },
      { signal },
    )
  }

  /** The field loses the focus for a moment, and by this side's own hand: nobody has left it. */
  get isFinishing(): boolean {
    return this.#isFinishing
  }

  /** Takes what is there as chosen, before a click moves on: typed afterwards, it would end up elsewhere. */
  finish(): void {
    if (!this.#isOpen) return
    // There is no other way to end one; browsers say `compositionend` before they return.
    this.#isFinishing = true
    this.#field.blur()
    this.#isFinishing = false
    this.#field.focus({ preventScroll: true })
  }
}
