import { SIGNAL_RETRY_MS } from '#shared/protocol/signaling.ts'
import type { Result } from '#shared/result.ts'

/** With the pause between them, half a minute: longer than the server waits for a member that matters here. */
const MAX_ATTEMPTS = 60

interface Entry {
  readonly data: string
  attempts: number
  inFlight: boolean
}

/**
 * Signals to one member, in order. Each stays until it is acknowledged; one that cannot be delivered now holds back
 * those behind it, for what they are sealed with has no place for gaps. They are sent without waiting for each other until
 * one is refused, and then one by one until all are through.
 */
export class SignalQueue {
  readonly #send: (data: string) => Promise<Result<unknown>>
  #entries: Entry[] = []
  #isOpen = false
  #isOneByOne = false
  #retry: ReturnType<typeof setTimeout> | undefined

  constructor(send: (data: string) => Promise<Result<unknown>>) {
    this.#send = send
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0
  }

  push(data: string): void {
    this.#entries.push({ data, attempts: 0, inFlight: false })
    this.#flush()
  }

  /** The connection is there, and the server knows who is on it. */
  open(): void {
    this.#isOpen = true
    this.#flush()
  }

  /** The connection is gone; everything without an acknowledgement will be sent again. */
  hold(): void {
    this.#isOpen = false
  }

  clear(): void {
    clearTimeout(this.#retry)
    this.#retry = undefined
    this.#isOpen = false
    this.#entries = []
  }

  #flush(): void {
    if (!this.#isOpen || this.#retry !== undefined) return
    const due = this.#isOneByOne ? this.#entries.slice(0, 1) : this.#entries
    for (const entry of due) if (!entry.inFlight) void this.#deliver(entry)
  }

  async #deliver(entry: Entry): Promise<void> {
    entry.inFlight = true
    entry.attempts++
    const answer = await this.#send(entry.data)
    entry.inFlight = false
    const code = answer.ok ? null : answer.error.code
    const canWait = code === 'server-unreachable' || code === 'peer-gone' || code === 'rate-limited'
    if (canWait && entry.attempts < MAX_ATTEMPTS) {
      this.#isOneByOne = true
      this.#retryLater()
      return
    }
    this.#entries = this.#entries.filter((it) => it !== entry)
    if (this.isEmpty) this.#isOneByOne = false
    else this.#flush()
  }

  #retryLater(): void {
    this.#retry ??= setTimeout(() => {
      this.#retry = undefined
      this.#flush()
    }, SIGNAL_RETRY_MS)
  }
}
