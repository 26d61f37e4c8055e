interface OpenQuestion {
  readonly withdrawal: AbortController
  /** Whether there is still something to be decided. */
  readonly stands: () => boolean
}

/** The questions that the person is asked at this moment. */
export class Questions {
  readonly #open = new Set<OpenQuestion>()

  get isAnyOpen(): boolean {
    return this.#open.size > 0
  }

  /** Asks, with a signal that takes the question back. */
  async ask<T>(stands: () => boolean, ask: (withdrawn: AbortSignal) => Promise<T>): Promise<T> {
    const question = { withdrawal: new AbortController(), stands }
    this.#open.add(question)
    try {
      return await ask(question.withdrawal.signal)
    } finally {
      this.#open.delete(question)
    }
  }

  /** Something has changed: takes back what nobody has to answer any more. */
  review(): void {
    for (const { withdrawal, stands } of this.#open) if (!stands()) withdrawal.abort()
  }
}
