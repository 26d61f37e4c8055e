/** Holds what comes from the other side until that has proved who it is, and lets everything through from then on. */
export class TrustGate<Item> {
  readonly #take: (item: Item) => void
  readonly #capacity: number
  #waiting: Item[] = []
  #isOpen = false

  /** @param capacity how many may wait; more than that get lost. */
  constructor(capacity: number, take: (item: Item) => void) {
    this.#capacity = capacity
    this.#take = take
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  put(item: Item): void {
    if (this.#isOpen) this.#take(item)
    else if (this.#waiting.length < this.#capacity) this.#waiting.push(item)
  }

  /** It has proved itself: what waits goes first, in order. */
  open(): void {
    this.#isOpen = true
    for (const item of this.#waiting.splice(0)) this.#take(item)
  }

  /** It will not any more: forgets what waits. */
  drop(): void {
    this.#waiting = []
  }
}
