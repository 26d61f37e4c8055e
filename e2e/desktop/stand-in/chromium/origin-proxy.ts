import { once } from 'node:events'
import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Addresses } from './addresses.ts'

export interface OriginProxyOptions {
  readonly addresses: Addresses
  /** Answers a request of a custom scheme, as given to `protocol.handle`. */
  serve(request: Request): Promise<Response>
}

export interface OriginProxy {
  /** As for `--proxy-server`. */
  readonly address: string
  close(): void
}

const isLoopback = ({ hostname }: URL): boolean => hostname === '127.0.0.1' || hostname === 'localhost'

/** Where a request goes: proxies get whole addresses, tunnels the path and the host. */
const targetOf = ({ url = '/', headers }: IncomingMessage): URL =>
  new URL(url.startsWith('/') ? `http://${headers.host ?? ''}${url}` : url)

/**
 * All of Chromium's traffic runs through this proxy. It answers for the custom schemes; lets requests to this computer
 * pass, in which it translates origins, so that servers see `Origin: app://beckon` and their answer is held to it; and
 * refuses everything else.
 */
export const startOriginProxy = async ({ addresses, serve }: OriginProxyOptions): Promise<OriginProxy> => {
  const { toChromium, toElectron } = addresses

  const forwardedHeaders = ({ origin, referer, ...headers }: IncomingHttpHeaders): OutgoingHttpHeaders => ({
    ...headers,
    ...(origin !== undefined && { origin: toElectron(origin) }),
    ...(referer !== undefined && { referer: toElectron(referer) }),
  })

  const answeredHeaders = (headers: IncomingHttpHeaders): OutgoingHttpHeaders => {
    const allowed = headers['access-control-allow-origin']
    return {
      ...headers,
      ...(allowed !== undefined && { 'access-control-allow-origin': toChromium(allowed) }),
    }
  }

  const forward = (target: URL, { method, headers }: IncomingMessage) =>
    httpRequest(target, { method, headers: forwardedHeaders(headers), agent: false })

  const answerScheme = async (
    url: string,
    { method = 'GET', headers }: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> => {
    const answer = await serve(
      new Request(url, { method, headers: forwardedHeaders(headers) as Record<string, string> }),
    )
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.end(Buffer.from(await answer.arrayBuffer()))
  }

  const handleRequest = (request: IncomingMessage, response: ServerResponse): void => {
    const target = targetOf(request)
    const url = toElectron(target.href)
    const fail = (): void => void response.writeHead(502).end()
    if (url !== target.href) {
      answerScheme(url, request, response).catch(fail)
    } else if (isLoopback(target)) {
      const forwarded = forward(target, request)
      forwarded.once('response', (answer) => {
        response.writeHead(answer.statusCode ?? 502, answeredHeaders(answer.headers))
        answer.pipe(response)
      })
      forwarded.once('error', fail)
      request.pipe(forwarded)
    } else fail()
  }

  /** WebSockets: the server's own words, then bytes both ways. */
  const handleUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const forwarded = forward(targetOf(request), request)
    const end = (): void => void socket.destroy()
    socket.once('error', () => forwarded.destroy())
    forwarded.once('error', end)
    forwarded.once('response', end)
    forwarded.once('upgrade', ({ rawHeaders }: IncomingMessage, server: Duplex, serverHead: Buffer) => {
      const lines = rawHeaders.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`))
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('')}\r\n`)
      socket.write(serverHead)
      server.write(head)
      server.once('error', end)
      socket.once('close', () => server.destroy())
      server.once('close', end)
      socket.pipe(server).pipe(socket)
    })
    forwarded.end()
  }

  const server = createServer(handleRequest)
  server.on('upgrade', handleUpgrade)
  // A tunnel, which Chromium wants for WebSockets: what comes through it is plain HTTP, so it is answered here, too.
  server.on('connect', ({ url = '' }: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!isLoopback(new URL(`http://${url}`))) {
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
      return
    }
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    socket.unshift(head)
    server.emit('connection', socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    address: `127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
