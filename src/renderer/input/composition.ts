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

  /** Takes what is there as chosen, before a click moves on: typed afterwards, it would end up elsewhere. */
  finish(): void {
    if (!this.#isOpen) return
    // There is no other way to end one; browsers say `compositionend` before they return.
    this.#field.blur()
    this.#field.focus({ preventScroll: true })
  }
}
