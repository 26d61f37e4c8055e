import type { RequestPayload } from '#shared/protocol/signaling.ts'
import type { Result } from '#shared/result.ts'

type Signal = RequestPayload<'signal:send'>

/** When to try again after the other member was away or the server asked for patience. */
const RETRY_MS = 500
/** With the pause above, half a minute: longer than the server waits for a member that matters here. */
const MAX_ATTEMPTS = 60

interface Entry {
  readonly signal: Signal
  attempts: number
  inFlight: boolean
}

/**
 * Signals on their way to the server, in order. Each stays until it is acknowledged; one that cannot be delivered now
 * holds back those behind it, for what they are sealed with has no place for gaps.
 */
export class SignalQueue {
  readonly #send: (signal: Signal) => Promise<Result<unknown>>
  #entries: Entry[] = []
  #isOpen = false
  #retry: ReturnType<typeof setTimeout> | undefined

  constructor(send: (signal: Signal) => Promise<Result<unknown>>) {
    this.#send = send
  }

  push(signal: Signal): void {
    this.#entries.push({ signal, attempts: 0, inFlight: false })
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
    for (const entry of this.#entries) if (!entry.inFlight) void this.#deliver(entry)
  }

  async #deliver(entry: Entry): Promise<void> {
    entry.inFlight = true
    entry.attempts++
    const answer = await this.#send(entry.signal)
    entry.inFlight = false
    const code = answer.ok ? null : answer.error.code
    const canWait = code === 'server-unreachable' || code === 'peer-gone' || code === 'rate-limited'
    if (canWait && entry.attempts < MAX_ATTEMPTS) this.#retryLater()
    else this.#entries = this.#entries.filter((it) => it !== entry)
  }

  #retryLater(): void {
    this.#retry ??= setTimeout(() => {
      this.#retry = undefined
      this.#flush()
    }, RETRY_MS)
  }
}
