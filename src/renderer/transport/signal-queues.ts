import type { RequestPayload } from '#shared/protocol/signaling.ts'
import type { Result } from '#shared/result.ts'
import { SignalQueue } from './signal-queue.ts'

type Signal = RequestPayload<'signal:send'>

/** A queue for each member that signals go to: one that is away keeps nobody else waiting, and tells nobody else of it. */
export class SignalQueues {
  readonly #send: (signal: Signal) => Promise<Result<unknown>>
  readonly #queues = new Map<string, SignalQueue>()
  #isOpen = false

  constructor(send: (signal: Signal) => Promise<Result<unknown>>) {
    this.#send = send
  }

  push({ to, data }: Signal): void {
    for (const [member, queue] of this.#queues)
      if (queue.isEmpty && member !== to) this.#queues.delete(member)
    this.#queueOf(to).push(data)
  }

  /** The connection is there, and the server knows who is on it. */
  open(): void {
    this.#isOpen = true
    for (const queue of this.#queues.values()) queue.open()
  }

  /** The connection is gone; everything without an acknowledgement will be sent again. */
  hold(): void {
    this.#isOpen = false
    for (const queue of this.#queues.values()) queue.hold()
  }

  /** The member is gone for good: nothing more is for it. */
  drop(to: string): void {
    this.#queues.get(to)?.clear()
    this.#queues.delete(to)
  }

  clear(): void {
    this.#isOpen = false
    for (const to of [...this.#queues.keys()]) this.drop(to)
  }

  #queueOf(to: string): SignalQueue {
    const present = this.#queues.get(to)
    if (present) return present
    const queue = new SignalQueue((data) => this.#send({ to, data }))
    this.#queues.set(to, queue)
    if (this.#isOpen) queue.open()
    return queue
  }
}
