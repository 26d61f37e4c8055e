import { io, type Socket } from 'socket.io-client'
import { Emitter } from '#shared/emitter.ts'
import { failure, type Failure } from '#shared/errors.ts'
import {
  notices,
  parseAck,
  parseNotice,
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
  /** Connected again, but the server no longer knows the membership: it restarted, or we were away too long. */
  forgotten: []
}

type TypedSocket = Socket<ServerToClientEvents, ClientToServerEvents>

/** How long an acknowledgement may take. */
const ACK_TIMEOUT_MS = 8_000
const CONNECT_TIMEOUT_MS = 8_000

/** One app's connection to the signaling server: typed requests, parsed notices, resumption after interruptions. */
export class SignalingClient extends Emitter<SignalingEvents> {
  readonly #socket: TypedSocket
  #membership: Membership | null = null
  /** Signals without an acknowledgement yet, oldest first; sent again after an interruption. */
  readonly #unacknowledged = new Set<RequestPayload<'signal:send'>>()

  constructor(serverUrl: string) {
    super()
    this.#socket = io(serverUrl, {
      transports: ['websocket'],
      auth: { protocol: PROTOCOL_VERSION },
      autoConnect: false,
      forceNew: true,
      timeout: CONNECT_TIMEOUT_MS,
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
    })
    for (const name of Object.keys(notices) as NoticeName[]) this.#forward(name)
    this.#socket.on('disconnect', () => {
      if (this.#membership) this.emit('interrupted')
    })
    this.#socket.on('connect', () => void this.#resume())
  }

  /** Connects. Fails with `server-unreachable`, `server-draining`, `rate-limited` or `version-mismatch`. */
  open(): Promise<Result<void>> {
    return new Promise((resolve) => {
      const settle = (result: Result<void>): void => {
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

  /** Sends a request and parses its acknowledgement; `server-unreachable` when none comes. */
  async request<N extends RequestName>(name: N, payload: RequestPayload<N>): Promise<Result<Reply<N>>> {
    if (!this.#socket.connected) return err(failure('server-unreachable'))
    try {
      const socket = this.#socket.timeout(ACK_TIMEOUT_MS) as unknown as {
        emitWithAck(name: RequestName, payload: unknown): Promise<unknown>
      }
      return parseAck(name, await socket.emitWithAck(name, payload))
    } catch (cause) {
      return err(failure('server-unreachable', { cause }))
    }
  }

  /** Remembers who we are, so that the membership outlives this connection. */
  remember(membership: Membership): void {
    this.#membership = membership
  }

  /**
   * Relays an opaque signal, in order. One whose acknowledgement was lost with the connection is sent again, so the
   * other side may see it twice, never out of order.
   */
  async sendSignal(to: string, data: string): Promise<void> {
    const signal = { to, data }
    this.#unacknowledged.add(signal)
    const answer = await this.request('signal:send', signal)
    if (answer.ok || answer.error.code !== 'server-unreachable') this.#unacknowledged.delete(signal)
  }

  /** Says goodbye if it can, and disconnects for good. */
  close(): void {
    if (this.#socket.connected && this.#membership) this.#socket.emit('session:leave', {}, () => undefined)
    this.#membership = null
    this.#unacknowledged.clear()
    this.clear()
    this.#socket.disconnect()
  }

  #forward(name: NoticeName): void {
    const forward = (payload: unknown): void => {
      const notice = parseNotice(name, payload)
      // A malformed notice is the server's bug: dropping it whole is the safe reading.
      if (notice.ok) this.emit(name, ...([notice.value] as SignalingEvents[typeof name]))
    }
    this.#socket.on(name, forward)
  }

  async #resume(): Promise<void> {
    if (!this.#membership) return
    const answer = await this.request('session:resume', this.#membership)
    if (!answer.ok) {
      if (answer.error.code === 'server-unreachable') return // the next connection tries again
      this.#unacknowledged.clear()
      this.emit('forgotten')
      return
    }
    const pending = [...this.#unacknowledged]
    this.#unacknowledged.clear()
    for (const { to, data } of pending) void this.sendSignal(to, data)
    this.emit('resumed', answer.value)
  }
}

const connectFailure = (error: Error & { data?: unknown }): Failure => {
  const code = (error.data as { code?: unknown } | undefined)?.code
  switch (code) {
    case 'version-mismatch':
    case 'rate-limited':
    case 'server-draining':
      return failure(code, { cause: error })
    default:
      return failure('server-unreachable', { cause: error })
  }
}
