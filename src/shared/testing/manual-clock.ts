import type { Clock } from '../clock.ts'

/** A clock that moves only when told to. */
export class ManualClock implements Clock {
  #now = 1_700_000_000_000
  #timers: { at: number; readonly run: () => void }[] = []

  now(): number {
    return this.#now
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { at: this.#now + delayMs, run }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((it) => it !== timer)
    }
  }

  /** Timers still pending: after an end there must be none. */
  get pending(): number {
    return this.#timers.length
  }

  /** The device sleeps: time passes, and timers stand still. */
  sleep(ms: number): void {
    this.#now += ms
    for (const timer of this.#timers) timer.at += ms
  }

  advance(ms: number): void {
    const end = this.#now + ms
    for (;;) {
      const due = this.#timers.filter((it) => it.at <= end).sort((a, b) => a.at - b.at)[0]
      if (!due) break
      this.#timers = this.#timers.filter((it) => it !== due)
      this.#now = due.at
      due.run()
    }
    this.#now = end
  }
}
