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
import type { OriginHeaders } from './origin.ts'
import type { AddressTally } from './rate-limit.ts'
import type { Delivery } from './rooms.ts'

export type SocketServer = Server<ClientToServerEvents, ServerToClientEvents>
export type AppSocket = Socket<ClientToServerEvents, ServerToClientEvents>

export interface SocketsOptions {
  readonly httpServer: HttpServer
  /** The key that limits are counted by. */
  readonly addressOf: (request: IncomingMessage) => string
  readonly admit: (address: string, headers: OriginHeaders) => Promise<Verdict>
  readonly openSockets: AddressTally
  readonly onRefused: (reason: string) => void
}

/** An app connects to its namespace in one round trip; whoever takes longer is not an app. */
const CONNECT_TIMEOUT_MS = 10_000

const connectError = ({ code, retryAfterMs }: Failure): ExtendedError =>
  Object.assign(new Error(code), { data: { code, ...(retryAfterMs !== undefined && { retryAfterMs }) } })

/** Attaches Socket.IO to the HTTP server, for WebSocket alone: nothing to upgrade from, nothing to be sticky about. */
export const createSocketServer = (options: SocketsOptions): SocketServer => {
  const { httpServer, addressOf, admit, openSockets, onRefused } = options
  /** Why a connection that has been let in may not stay. */
  const refusals = new WeakMap<IncomingMessage, Failure>()

  const io: SocketServer = new Server(httpServer, {
    transports: ['websocket'],
    allowUpgrades: false,
    maxHttpBufferSize: MAX_PACKET_BYTES,
    perMessageDeflate: false,
    httpCompression: false,
    serveClient: false,
    connectTimeout: CONNECT_TIMEOUT_MS,
    allowRequest: (request, decide) => {
      void admit(addressOf(request), request.headers).then((verdict) => {
        if (verdict.kind !== 'welcome')
          onRefused(verdict.kind === 'reject' ? verdict.reason : verdict.failure.code)
        if (verdict.kind === 'refuse') refusals.set(request, verdict.failure)
        decide(null, verdict.kind !== 'reject')
      })
    },
  })

  io.engine.on('connection', (connection: AppSocket['conn']) => {
    const address = addressOf(connection.request)
    openSockets.add(address)
    connection.once('close', () => openSockets.remove(address))
  })

  io.use((socket, next) => {
    const refusal = refusals.get(socket.request)
    if (refusal) {
      next(connectError(refusal))
      return
    }
    const handshake = v.safeParse(handshakeSchema, socket.handshake.auth)
    if (handshake.success && handshake.output.protocol === PROTOCOL_VERSION) next()
    else {
      onRefused('version-mismatch')
      next(connectError(failure('version-mismatch')))
    }
  })
  return io
}

/** Reaches connections by their ids, each of which is a Socket.IO room of its own. */
export const createDelivery = (io: SocketServer): Delivery => ({
  send(connection, notice, payload) {
    io.to(connection).emit(notice, ...([payload] as never))
  },
  drop(connection) {
    io.in(connection).disconnectSockets(true)
  },
})
