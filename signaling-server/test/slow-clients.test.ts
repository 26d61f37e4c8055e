import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { openSession } from './support/app.ts'
import { startServer } from './support/server.ts'

/** Twice the ten seconds that a request, a handshake and the way into the namespace may take. */
const PATIENCE_MS = 25_000

/** Sends the beginning of something and then a byte at a time, without end; resolves when the server has had enough. */
const dribble = async (url: string, beginning: string): Promise<number> => {
  const { hostname, port } = new URL(url)
  const startedMs = performance.now()
  const socket = connect(Number(port), hostname, () => socket.write(beginning))
  const timer = setInterval(() => socket.write('a'), 500)
  await new Promise<void>((resolve) => {
    socket.on('error', () => resolve())
    socket.on('close', () => resolve())
    socket.resume()
  })
  clearInterval(timer)
  return performance.now() - startedMs
}

/** Opens a WebSocket and never asks for the namespace. */
const stayOutside = async (url: string): Promise<number> => {
  const startedMs = performance.now()
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
  await new Promise<void>((resolve) => socket.addEventListener('close', () => resolve()))
  return performance.now() - startedMs
}

it('cuts connections that dribble their headers, their body, or never finish a handshake; others go on', async () => {
  const { url } = await startServer()
  const upgrade =
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nX-A: '
  const cuts = Promise.all([
    dribble(url, 'GET / HTTP/1.1\r\nHost: x\r\nX-A: '),
    dribble(url, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n'),
    dribble(url, upgrade),
    stayOutside(url),
  ])
  await openSession(url)
  for (const lastedMs of await cuts) expect(lastedMs).toBeLessThan(PATIENCE_MS)
})
