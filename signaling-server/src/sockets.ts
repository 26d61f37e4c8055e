import type { IncomingMessage, Server as HttpServer } from 'node:http'
import { Server, type ExtendedError, type Socket } from 'socket.io'
import * as v from 'valibot'
import { failure, type Failure } from '../../src/shared/errors.ts'
import {
  handshakeSchema,
  MAX_PACKET_BYTES,
  PROTOCOL_VERSION,
  type ClientToServerEvents,
  type ServerToClientEvents,
} from '../../src/shared/protocol/signaling.ts'
import type { Verdict } from './admission.ts'
import type { Beats } from './decoys/beats.ts'
import type { Logger } from './log.ts'
import type { OriginHeaders } from './origin.ts'
import type { AddressTally } from './rate-limit.ts'
import type { Delivery } from './announcements.ts'

export type SocketServer = Server<ClientToServerEvents, ServerToClientEvents>
type AppSocket = Socket<ClientToServerEvents, ServerToClientEvents>
/** The WebSocket beneath: one can ask for several Socket.IO sockets. */
type Transport = AppSocket['conn']

export interface SocketsOptions {
  readonly httpServer: HttpServer
  /** The key that limits are counted by. */
  readonly addressOf: (request: IncomingMessage) => string
  readonly admit: (address: string, headers: OriginHeaders) => Promise<Verdict>
  readonly openSockets: AddressTally
  readonly onRefused: (reason: string) => void
  readonly log: Logger
}

export interface Sockets {
  readonly io: SocketServer
  /** The key that limits on this socket are counted by. */
  readonly addressOf: (socket: AppSocket) => string
}

/** What is known of a transport. */
interface Visit {
  readonly address: string
  /** Why it may not stay. */
  readonly refusal: Failure | undefined
  /** Whether it has had its one socket. */
  isServed: boolean
}

/** An app connects to its namespace in one round trip; whoever takes longer is not an app. */
const CONNECT_TIMEOUT_MS = 10_000

const connectError = ({ code, retryAfterMs }: Failure): ExtendedError =>
  Object.assign(new Error(code), { data: { code, ...(retryAfterMs !== undefined && { retryAfterMs }) } })

/**
 * Lets go of the request that a transport began with, about a tenth of its memory (socket.io/docs/v4/memory-usage).
 * Not before the handshake has been read from it.
 */
const forgetRequest = (transport: Transport): void => {
  Object.assign(transport, { request: null })
}

/** Attaches Socket.IO to the HTTP server, for WebSocket alone: nothing to upgrade from, nothing to be sticky about. */
export const createSocketServer = (options: SocketsOptions): Sockets => {
  const { httpServer, addressOf, admit, openSockets, onRefused, log } = options
  const refusals = new WeakMap<IncomingMessage, Failure>()
  const visits = new WeakMap<Transport, Visit>()

  const io: SocketServer = new Server(httpServer, {
    transports: ['websocket'],
    allowUpgrades: false,
    maxHttpBufferSize: MAX_PACKET_BYTES,
    perMessageDeflate: false,
    httpCompression: false,
    serveClient: false,
    connectTimeout: CONNECT_TIMEOUT_MS,
    allowRequest: (request, decide) => {
      admit(addressOf(request), request.headers).then(
        (verdict) => {
          if (verdict.kind === 'reject') onRefused(verdict.reason)
          if (verdict.kind === 'refuse') refusals.set(request, verdict.failure)
          decide(null, verdict.kind !== 'reject')
        },
        (error: unknown) => {
          log.error({ err: error }, 'admission failed')
          decide(null, false)
        },
      )
    },
  })

  io.engine.on('connection', (transport: Transport) => {
    const { request } = transport
    const address = addressOf(request)
    visits.set(transport, { address, refusal: refusals.get(request), isServed: false })
    openSockets.add(address)
    transport.once('close', () => openSockets.remove(address))
  })

  const judge = (visit: Visit | undefined, auth: unknown): Failure | undefined => {
    if (!visit || visit.isServed) return failure('bad-request')
    if (visit.refusal) return visit.refusal
    const handshake = v.safeParse(handshakeSchema, auth)
    const isSpoken = handshake.success && handshake.output.protocol === PROTOCOL_VERSION
    return isSpoken ? undefined : failure('version-mismatch')
  }

  io.use((socket, next) => {
    const visit = visits.get(socket.conn)
    const refusal = judge(visit, socket.handshake.auth)
    if (refusal) {
      onRefused(refusal.code)
      next(connectError(refusal))
      return
    }
    if (visit) visit.isServed = true
    next()
  })

  io.on('connection', ({ conn }) => forgetRequest(conn))
  return { io, addressOf: ({ conn }) => visits.get(conn)?.address ?? 'unknown' }
}

/** Reaches connections by their ids, each of which is a Socket.IO room of its own; on the beat, where there is one. */
export const createDelivery = (io: SocketServer, beats: Beats): Delivery => ({
  send(connection, notice, payload) {
    beats.hold(connection, () => void io.to(connection).emit(notice, ...([payload] as never)))
  },
  drop(connection) {
    io.in(connection).disconnectSockets(true)
  },
})
