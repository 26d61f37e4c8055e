import type { Clock } from '../../../src/shared/clock.ts'
import { failure, type Failure } from '../../../src/shared/errors.ts'
import {
  parseRequest,
  requests,
  type Ack,
  type RequestName,
  type RequestPayload,
} from '../../../src/shared/protocol/signaling.ts'
import { err, type Result } from '../../../src/shared/result.ts'
import type { Logger } from '../log.ts'
import type { Limits } from '../rate-limit.ts'
import { TokenBucket } from '../token-bucket.ts'
import type { Caller, Handler, HandlerContext } from './handler.ts'
import { handlers } from './handlers.ts'

export interface ConnectionOptions {
  readonly id: string
  readonly address: string
  readonly context: HandlerContext
  readonly limits: Limits
  readonly clock: Clock
  readonly log: Logger
  /** Cuts the connection. */
  readonly cut: () => void
}

/** Offences that are forgiven: this many at once, and one more every ten seconds. */
const PATIENCE = { burst: 20, perSecond: 0.1 }

type Respond = (answer: Ack<unknown>) => void

const isRequestName = (event: string): event is RequestName => Object.hasOwn(requests, event)

/** A failure as it may travel: without what lies beneath. */
const toWire = ({ code, retryAfterMs }: Failure): Pick<Failure, 'code' | 'retryAfterMs'> =>
  retryAfterMs === undefined ? { code } : { code, retryAfterMs }

/**
 * One app's connection: takes what arrives on it, whatever that is, and answers each request once. Requests are
 * handled strictly one after the other, so that signals keep their order and no two requests race on one membership.
 */
export class Connection {
  readonly #options: ConnectionOptions
  readonly #caller: Caller
  readonly #requestBudget: TokenBucket
  readonly #signalBudget: TokenBucket
  readonly #byteBudget: TokenBucket
  readonly #patience: TokenBucket
  #tail: Promise<void> = Promise.resolve()

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#caller = { connection: options.id, address: options.address, memberId: null }
    const { limits, clock } = options
    const now = (): number => clock.now()
    const budget = (perSecond: number, burstSeconds: number): TokenBucket =>
      new TokenBucket({ perSecond, burst: perSecond * burstSeconds }, now)
    this.#requestBudget = budget(limits.requestsPerSecond, 8)
    this.#signalBudget = budget(limits.signalsPerSecond, 4)
    this.#byteBudget = budget(limits.signalBytesPerSecond, 8)
    this.#patience = new TokenBucket(PATIENCE, now)
  }

  /** Takes an event with its arguments: for a request, the payload and the function that acknowledges it. */
  receive(event: string, args: readonly unknown[]): void {
    const [payload, ack] = args
    if (isRequestName(event) && args.length === 2 && typeof ack === 'function') {
      this.#accept(event, payload, ack as Respond)
      return
    }
    this.#offend('malformed')
    const last = args.at(-1)
    if (typeof last === 'function') (last as Respond)(err(failure('bad-request')))
  }

  /** The connection is gone; resolves when everything that it had asked for is over. */
  close(): Promise<void> {
    this.#enqueue(async () => {
      const { connection, memberId } = this.#caller
      if (memberId !== null) await this.#options.context.rooms.handleDisconnect(connection, memberId)
    })
    return this.#tail
  }

  #accept(name: RequestName, payload: unknown, respond: Respond): void {
    const parsed = parseRequest(name, payload)
    if (!parsed.ok) {
      this.#offend('malformed')
      respond(parsed)
      return
    }
    const waitMs = this.#spend(parsed.value)
    if (waitMs > 0) {
      this.#options.context.metrics.rateLimited.inc({ limit: 'connection' })
      this.#offend('rate-limited')
      respond(err(failure('rate-limited', { retryAfterMs: waitMs })))
      return
    }
    this.#enqueue(async () => {
      const answer = await this.#answer(name, parsed.value)
      respond(answer.ok ? answer : err(toWire(answer.error)))
    })
  }

  async #answer<N extends RequestName>(name: N, payload: RequestPayload<N>): Promise<Result<unknown>> {
    const handler: Handler<N> = handlers[name]
    try {
      return await handler(this.#options.context, this.#caller, payload)
    } catch (error) {
      this.#options.log.error({ err: error, request: name }, 'request failed')
      return err(failure('internal'))
    }
  }

  /** Pays for a request, or a signal, with its budget. Returns 0, or after how many milliseconds there is enough. */
  #spend(payload: object): number {
    if (!('data' in payload) || typeof payload.data !== 'string') return this.#requestBudget.take()
    return this.#signalBudget.take() || this.#byteBudget.take(payload.data.length)
  }

  #offend(kind: 'malformed' | 'rate-limited'): void {
    const { context, log, cut } = this.#options
    if (kind === 'malformed') context.metrics.malformed.inc()
    if (this.#patience.take() === 0) return
    log.warn({ offence: kind }, 'connection cut for repeated offences')
    cut()
  }

  #enqueue(task: () => Promise<void>): void {
    this.#tail = this.#tail.then(task).catch((error: unknown) => {
      this.#options.log.error({ err: error }, 'connection task failed')
    })
  }
}
