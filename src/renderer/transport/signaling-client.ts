import { io, type Socket } from 'socket.io-client'
import { Emitter } from '#shared/emitter.ts'
import { failure, type Failure } from '#shared/errors.ts'
import {
  notices,
  parseAck,
  parseNotice,
  parseRefusal,
  PROTOCOL_VERSION,
  type ClientToServerEvents,
  type Notice,
  type NoticeName,
  type Reply,
  type RequestName,
  type RequestPayload,
  type ServerToClientEvents,
} from '#shared/protocol/signaling.ts'
import { err, ok, type Result } from '#shared/result.ts'
import { SignalQueues } from './signal-queues.ts'

/** Proves to the server, on any connection, that it talks to the same member. */
export interface Membership {
  readonly sessionId: string
  readonly memberId: string
  readonly ticket: string
}

export type SignalingEvents = { [N in NoticeName]: [Notice<N>] } & {
  /** The connection is lost; the client keeps trying to get it back. */
  interrupted: []
  /** Connected again, and the server knows us as the same member. */
  resumed: [Reply<'session:resume'>]
  /**
   * Connected again, but the server no longer knows the membership: it restarted, or we were away too long. Comes once
   * for each connection, until there is another membership.
   */
  forgotten: []
  /** The server is back and will not have us, for example `version-mismatch` after an update; the client gives up. */
  rejected: [Failure]
}

type TypedSocket = Socket<ServerToClientEvents, ClientToServerEvents>

/** How long an acknowledgement may take, unless told otherwise. */
const ACK_TIMEOUT_MS = 8_000
const CONNECT_TIMEOUT_MS = 8_000
/** Pauses between attempts to reconnect, doubled each time and spread by half so that a restarted server is not stormed. */
const RECONNECT_MS = { min: 500, max: 5_000 } as const

/** After a change of network the first attempts find addresses and routes half made. */
const QUICK = { attempts: 8, delayMs: 250 } as const

export interface SignalingClientOptions {
  /** How long an acknowledgement may take, in milliseconds. */
  readonly ackTimeoutMs?: number
}

/** One app's connection to the signaling server: typed requests, parsed notices, resumption after interruptions. */
export class SignalingClient extends Emitter<SignalingEvents> {
  readonly #socket: TypedSocket
  readonly #ackTimeoutMs: number
  readonly #signals = new SignalQueues((signal) => this.request('signal:send', signal))
  #membership: Membership | null = null
  /** Whether the server keeps the membership when a connection is lost. */
  #isKept = false
  /** The server does not know the membership any more, and there is no other yet. */
  #isForgotten = false
  /** The server has taken the present connection. */
  #isUp = false
  #quickAttempts = 0
  /** That failed since the last connection. */
  #failedAttempts = 0
  #reconnect: ReturnType<typeof setTimeout> | undefined
  #opening: Promise<Result<void>> | null = null

  constructor(serverUrl: string, { ackTimeoutMs = ACK_TIMEOUT_MS }: SignalingClientOptions = {}) {
    super()
    this.#ackTimeoutMs = ackTimeoutMs
    this.#socket = io(serverUrl, {
      transports: ['websocket'],
      auth: { protocol: PROTOCOL_VERSION },
      autoConnect: false,
      forceNew: true,
      timeout: CONNECT_TIMEOUT_MS,
      // While Socket.IO pauses by itself, asking it to connect does nothing.
      reconnection: false,
    })
    for (const name of Object.keys(notices) as NoticeName[]) this.#forward(name)
    this.#socket.on('disconnect', () => this.#handleDisconnect())
    this.#socket.on('connect', () => void this.#resume())
    this.#socket.on('connect_error', (error) => this.#handleRefusal(connectFailure(error)))
  }

  /**
   * Connects, unless that is done or under way. Fails with `server-unreachable`, `server-draining`, `rate-limited` or
   * `version-mismatch`.
   */
  open(): Promise<Result<void>> {
    if (this.#socket.connected) return Promise.resolve(ok(undefined))
    this.#opening ??= this.#connect().finally(() => (this.#opening = null))
    return this.#opening
  }

  /**
   * Sends a request and parses its acknowledgement; `server-unreachable` when none comes. A connection on which none
   * comes in time is taken for dead, long before TCP finds out, where the membership outlives it.
   */
  async request<N extends RequestName>(name: N, payload: RequestPayload<N>): Promise<Result<Reply<N>>> {
    const { connected, id } = this.#socket
    if (!connected) return err(failure('server-unreachable'))
    try {
      const socket = this.#socket.timeout(this.#ackTimeoutMs) as unknown as {
        emitWithAck(name: RequestName, payload: unknown): Promise<unknown>
      }
      return parseAck(name, await socket.emitWithAck(name, payload))
    } catch (cause) {
      // Not when it was lost in the meantime: that is known.
      // Others wait as well when a server stalls: each comes back after a pause of its own.
      if (this.#isKept && this.#socket.id === id) this.#socket.disconnect()
      return err(failure('server-unreachable', { cause }))
    }
  }

  /** Remembers who we are, so that the membership outlives this connection. */
  remember(membership: Membership): void {
    this.#quickAttempts = 0
    this.#membership = membership
    this.#isKept = false
    this.#isForgotten = false
    this.#signals.open()
  }

  /**
   * From now on the server keeps the membership when a connection is lost: that of a host at once, that of a viewer when
   * it was let in. Before, a connection that is merely slow must not be given up: whoever waits on it would be thrown out.
   */
  keepMembership(): void {
    this.#isKept = true
  }

  /** Relays an opaque signal, in order, over interruptions too: the other side may see one twice, never too early. */
  sendSignal(to: string, data: string): void {
    this.#signals.push({ to, data })
  }

  /** Nothing more is for this member, who is gone for good. */
  dropSignals(to: string): void {
    this.#signals.drop(to)
  }

  /**
   * Connects anew at once, whatever the present connection seems to be: on another network it is dead, which TCP may
   * take minutes to notice, and a pause before the next attempt has no more reason.
   */
  wake(): void {
    if (!this.#isMember) return
    this.#quickAttempts = QUICK.attempts
    this.#failedAttempts = 0
    this.#socket.disconnect()
    clearTimeout(this.#reconnect)
    this.#socket.connect()
  }

  /** Says goodbye if it can, and disconnects for good. */
  close(): void {
    if (this.#socket.connected && this.#membership) this.#socket.emit('session:leave', {}, () => undefined)
    this.#membership = null
    this.#isForgotten = false
    clearTimeout(this.#reconnect)
    this.#signals.clear()
    this.clear()
    this.#socket.disconnect()
  }

  #connect(): Promise<Result<void>> {
    return new Promise((resolve) => {
      // Socket.IO's own limit does not cover a server that takes the WebSocket and then says nothing.
      const timer = setTimeout(() => settle(err(failure('server-unreachable'))), CONNECT_TIMEOUT_MS)
      const settle = (result: Result<void>): void => {
        clearTimeout(timer)
        this.#socket.off('connect', onConnect)
        this.#socket.off('connect_error', onError)
        if (!result.ok) this.#socket.disconnect()
        resolve(result)
      }
      const onConnect = (): void => settle(ok(undefined))
      const onError = (error: Error): void => settle(err(connectFailure(error)))
      this.#socket.on('connect', onConnect)
      this.#socket.on('connect_error', onError)
      this.#socket.connect()
    })
  }

  #forward(name: NoticeName): void {
    const forward = (payload: unknown): void => {
      const notice = parseNotice(name, payload)
      // A malformed notice is the server's bug: dropping it whole is the safe reading.
      if (notice.ok) this.emit(name, ...([notice.value] as SignalingEvents[typeof name]))
    }
    this.#socket.on(name, forward)
  }

  get #isMember(): boolean {
    return this.#membership !== null || this.#isForgotten
  }

  #handleDisconnect(): void {
    const wasUp = this.#isUp
    this.#isUp = false
    if (!this.#isMember) return
    this.#connectAgain(0)
    // One that broke off while it was being opened is no further interruption.
    if (!wasUp) return
    this.#signals.hold()
    this.emit('interrupted')
  }

  /** After the first connection: a refusal is one more reason to come back later, unless later cannot help. */
  #handleRefusal(refusal: Failure): void {
    if (!this.#isMember) return
    if (refusal.code === 'version-mismatch') this.emit('rejected', refusal)
    else this.#connectAgain(refusal.retryAfterMs ?? 0)
  }

  #connectAgain(earliestMs: number): void {
    clearTimeout(this.#reconnect)
    this.#reconnect = setTimeout(() => this.#socket.connect(), Math.max(earliestMs, this.#nextPauseMs()))
  }

  #nextPauseMs(): number {
    if (this.#quickAttempts > 0) {
      this.#quickAttempts--
      return QUICK.delayMs
    }
    const pauseMs = Math.min(RECONNECT_MS.min * 2 ** this.#failedAttempts++, RECONNECT_MS.max)
    return pauseMs * (0.5 + Math.random())
  }

  async #resume(): Promise<void> {
    this.#isUp = true
    this.#quickAttempts = 0
    this.#failedAttempts = 0
    if (this.#isForgotten) this.emit('forgotten')
    if (!this.#membership) return
    const answer = await this.request('session:resume', this.#membership)
    if (answer.ok) {
      this.#signals.open()
      this.emit('resumed', answer.value)
    } else if (answer.error.code !== 'server-unreachable') {
      this.#membership = null
      this.#isForgotten = true
      this.#signals.clear()
      this.emit('forgotten')
    } // else the next connection tries again
  }
}

const connectFailure = (error: Error & { data?: unknown }): Failure => {
  const refusal = parseRefusal(error.data)
  return refusal.ok ? { ...refusal.value, cause: error } : failure('server-unreachable', { cause: error })
}
