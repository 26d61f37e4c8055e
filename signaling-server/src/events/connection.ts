import { failure, type ErrorCode, type Failure } from '../../../src/shared/errors.ts'
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
import { TokenBucket, type TokenRate } from '../token-bucket.ts'
import type { Caller, Handler, HandlerContext } from './handler.ts'
import { handlers } from './handlers.ts'
import { SignalPause } from './signal-pause.ts'

/** What all connections have in common; each keeps only this one reference, for there are thousands of them. */
export interface ConnectionDeps {
  readonly context: HandlerContext
  readonly rates: ConnectionRates
  readonly now: () => number
  readonly log: Logger
}

/** The connection itself, as Socket.IO has it. */
export interface Wire {
  readonly id: string
  /** What limits per address are counted by. */
  readonly address: string
  /** What stands for the address in the log. */
  readonly client: string
  /** Cuts the connection. */
  readonly cut: () => void
}

/** What one connection may do. */
export interface ConnectionRates {
  readonly requests: TokenRate
  readonly signals: TokenRate
  readonly signalBytes: TokenRate
}

/** Bursts: setting up a session with several viewers takes a moment's worth of signals, then hardly any. */
export const connectionRates = (limits: Limits): ConnectionRates => {
  const rate = (perSecond: number, burstSeconds: number) => ({ perSecond, burst: perSecond * burstSeconds })
  return {
    requests: rate(limits.requestsPerSecond, 8),
    signals: rate(limits.signalsPerSecond, 4),
    signalBytes: rate(limits.signalBytesPerSecond, 8),
  }
}

/** Offences that are forgiven: this many at once, and one more every ten seconds. */
const PATIENCE: TokenRate = { burst: 20, perSecond: 0.1 }

type Respond = (answer: Ack<unknown>) => void

const isSignal = (payload: object): payload is RequestPayload<'signal:send'> => 'data' in payload

const isRequestName = (event: string): event is RequestName => Object.hasOwn(requests, event)

/** A failure as it may travel: without what lies beneath. */
const toWire = ({ code, retryAfterMs, work }: Failure): Pick<Failure, 'code' | 'retryAfterMs' | 'work'> => ({
  code,
  ...(retryAfterMs !== undefined && { retryAfterMs }),
  ...(work && { work }),
})

/**
 * One app's connection: takes what arrives on it, whatever that is, and answers each request once. Requests are
 * handled strictly one after the other, so that signals keep their order and no two requests race on one membership.
 */
export class Connection {
  readonly #deps: ConnectionDeps
  readonly #wire: Wire
  readonly #caller: Caller
  readonly #requestBudget: TokenBucket
  readonly #signalBudget: TokenBucket
  readonly #byteBudget: TokenBucket
  readonly #patience: TokenBucket
  /** Hardly any connection needs one. */
  #pause: SignalPause | null = null
  #isClosed = false
  #tail: Promise<void> = Promise.resolve()

  constructor(deps: ConnectionDeps, wire: Wire) {
    this.#deps = deps
    this.#wire = wire
    this.#caller = {
      connection: wire.id,
      address: wire.address,
      memberId: null,
      hostId: null,
      unprovedClaims: 0,
      hasWorked: false,
      // After the answer, which may be held until the next beat.
      cut: () => deps.context.beats.hold(wire.id, () => setImmediate(wire.cut)),
    }
    const { rates, now } = deps
    this.#requestBudget = new TokenBucket(rates.requests, now)
    this.#signalBudget = new TokenBucket(rates.signals, now)
    this.#byteBudget = new TokenBucket(rates.signalBytes, now)
    this.#patience = new TokenBucket(PATIENCE, now)
  }

  /** Takes an event with its arguments: for a request, the payload and the function that acknowledges it. */
  receive(event: string, args: readonly unknown[]): void {
    // Socket.IO still hands over what had come in one piece with the end.
    if (this.#isClosed) return
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
    this.#isClosed = true
    this.#deps.context.beats.close(this.#wire.id)
    this.#enqueue(async () => {
      const { connection, memberId } = this.#caller
      // What was asked for before the end may have opened it anew.
      this.#deps.context.beats.close(connection)
      if (memberId === null) return
      this.#deps.context.decoys.leave(connection, memberId)
      await this.#deps.context.rooms.handleDisconnect(connection, memberId)
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
      this.#deps.context.metrics.rateLimited.inc({ limit: 'connection' })
      this.#offend('rate-limited')
      if (isSignal(parsed.value)) this.#hold(parsed.value.to, 'rate-limited')
      respond(err(failure('rate-limited', { retryAfterMs: waitMs })))
      return
    }
    const { beats } = this.#deps.context
    this.#enqueue(async () => {
      if (this.#asksHost(name, parsed.value)) beats.restart(this.#wire.id)
      const answer = await this.#answer(name, parsed.value)
      beats.hold(this.#wire.id, () => respond(answer.ok ? answer : err(toWire(answer.error))))
    })
  }

  async #answer<N extends RequestName>(name: N, payload: RequestPayload<N>): Promise<Result<unknown>> {
    const handler: Handler<N> = handlers[name]
    const held = isSignal(payload) && this.#pause?.of(payload.to)
    if (held) return err(failure(held))
    try {
      const answer = await handler(this.#deps.context, this.#caller, payload)
      if (isSignal(payload) && !answer.ok) this.#hold(payload.to, answer.error.code)
      return answer
    } catch (error) {
      this.#deps.log.error({ err: error, request: name }, 'request failed')
      return err(failure('internal'))
    }
  }

  #hold(to: string, code: ErrorCode): void {
    this.#pause ??= new SignalPause(this.#deps.now)
    this.#pause.note(to, code)
  }

  /** By nothing else can a viewer choose from when on its beats are counted. */
  #asksHost(name: RequestName, payload: object): boolean {
    return name === 'code:claim' || (isSignal(payload) && payload.to === this.#caller.hostId)
  }

  /** Pays for a request, or a signal, with its budget. Returns 0, or after how many milliseconds there is enough. */
  #spend(payload: object): number {
    if (!isSignal(payload)) return this.#requestBudget.take()
    return this.#signalBudget.take() || this.#byteBudget.take(payload.data.length)
  }

  #offend(kind: 'malformed' | 'rate-limited'): void {
    const { context, log } = this.#deps
    if (kind === 'malformed') context.metrics.malformed.inc()
    if (this.#patience.take() === 0) return
    log.warn({ client: this.#wire.client, offence: kind }, 'connection cut for repeated offences')
    this.#wire.cut()
  }

  #enqueue(task: () => Promise<void>): void {
    this.#tail = this.#tail.then(task).catch((error: unknown) => {
      this.#deps.log.error({ err: error }, 'connection task failed')
    })
  }
}
