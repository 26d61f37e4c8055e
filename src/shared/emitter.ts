/** Maps each event to the tuple of its arguments. */
export type EventMap = Record<string, readonly unknown[]>

type Listener<Args extends readonly unknown[]> = (...args: Args) => void

/** A typed event source. `on` returns its own `off`; a listener that throws does not keep the others from running. */
export class Emitter<Events extends { [K in keyof Events]: readonly unknown[] }> {
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>()

  on<K extends keyof Events>(event: K, listener: Listener<Events[K]>): () => void {
    const listeners = this.#listeners.get(event) ?? new Set()
    this.#listeners.set(event, listeners)
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }

  /** Calls every listener, then rethrows the first error: a bug is never swallowed, and never starves a neighbour. */
  emit<K extends keyof Events>(event: K, ...args: Events[K]): void {
    const errors: unknown[] = []
    for (const listener of [...(this.#listeners.get(event) ?? [])]) {
      try {
        ;(listener as Listener<Events[K]>)(...args)
      } catch (error) {
        errors.push(error)
      }
    }
    if (errors.length > 0) throw errors[0]
  }

  clear(): void {
    this.#listeners.clear()
  }
}
