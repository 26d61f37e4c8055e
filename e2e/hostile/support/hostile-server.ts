import { once } from 'node:events'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server, type ExtendedError, type Socket } from 'socket.io'
import { io as connect, type Socket as ClientSocket } from 'socket.io-client'
import type { Role } from '../../../src/shared/pairing/context.ts'
import { startSignalingServer, type ServerSettings } from '../../support/signaling-server.ts'
import { AppConnection } from './app-connection.ts'
import type { App, Meddler } from './meddler.ts'

/**
 * A signaling server that may do with everything what it likes. The honest server runs behind it, web edition and all:
 * left alone it is that server, so that a test which fails to connect does so because of the attack.
 */
export interface HostileServer {
  readonly url: string
  /** From now on; without a meddler, honestly again. */
  meddle(meddler?: Meddler): void
  /** The app that took this role last. */
  app(role: Role): App
  stop(): Promise<void>
}

/** All apps share one address here; the honest server's limits have tests of their own. */
const settings: ServerSettings = {
  LIMIT_FAILED_CLAIMS_PER_10_MINUTES: '1000',
  LIMIT_REQUESTS_PER_SECOND: '1000',
  LIMIT_SIGNALS_PER_SECOND: '1000',
}

const isRefusal = (error: Error): error is ExtendedError => 'data' in error

/** The connection to the honest server, in the app's name; its refusals are the app's. */
const connectHonestly = (url: string, { handshake }: Socket): Promise<ClientSocket> =>
  new Promise((resolve, reject) => {
    const honest = connect(url, {
      transports: ['websocket'],
      auth: handshake.auth,
      forceNew: true,
      reconnection: false,
    })
    honest.once('connect', () => resolve(honest))
    honest.once('connect_error', reject)
  })

const passOn = (
  url: string,
  { method, url: path, headers }: IncomingMessage,
  reply: ServerResponse,
): void => {
  const passed = request(`${url}${path ?? '/'}`, { method, headers, agent: false }, (answer) => {
    reply.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(reply)
  })
  passed.once('error', () => reply.writeHead(502).end())
  passed.end()
}

export const startHostileServer = async (): Promise<HostileServer> => {
  const honest = await startSignalingServer(settings)
  let meddler: Meddler = {}
  const apps: App[] = []

  const http = createServer((asked, reply) => {
    if (asked.url === '/api/ice' && meddler.iceServers)
      reply.setHeader('content-type', 'application/json').end(JSON.stringify(meddler.iceServers()))
    else passOn(honest.url, asked, reply)
  })
  const io = new Server(http, { transports: ['websocket'], serveClient: false })
  const connections = new WeakMap<Socket, ClientSocket>()
  io.use((socket, next) => {
    connectHonestly(honest.url, socket).then(
      (connection) => {
        connections.set(socket, connection)
        next()
      },
      (error: unknown) => next(error instanceof Error && isRefusal(error) ? error : new Error('refused')),
    )
  })
  io.on('connection', (socket) => {
    const connection = connections.get(socket)
    if (connection) apps.push(new AppConnection(socket, connection, () => meddler))
  })

  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  return {
    url: `http://127.0.0.1:${String((http.address() as AddressInfo).port)}`,
    meddle(next = {}) {
      meddler = next
    },
    app(role) {
      const app = apps.findLast((it) => it.role === role)
      if (!app) throw new Error(`no ${role} has come yet`)
      return app
    },
    async stop() {
      await io.close()
      http.closeAllConnections()
      await honest.stop()
    },
  }
}
