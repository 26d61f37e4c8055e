import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server, type DefaultEventsMap } from 'socket.io'

/**
 * The least that relays: Socket.IO with the same transport settings as the signaling server and nothing around it: no
 * codes, no members, no parsing, no limits, no log. What bench/signaling.ts compares with.
 */
interface Requests {
  join: (room: string, ack: () => void) => void
  signal: (message: { readonly to: string; readonly data: string }, ack: () => void) => void
}
interface Notices {
  signal: (message: { readonly data: string }) => void
}

const httpServer = createServer()
const io = new Server<Requests, Notices, DefaultEventsMap>(httpServer, {
  transports: ['websocket'],
  allowUpgrades: false,
  perMessageDeflate: false,
  httpCompression: false,
  serveClient: false,
})
io.on('connection', (socket) => {
  socket.on('join', (room, ack) => {
    void socket.join(room)
    ack()
  })
  socket.on('signal', ({ to, data }, ack) => {
    socket.to(to).emit('signal', { data })
    ack()
  })
})

httpServer.listen(0, '127.0.0.1', () => {
  const { port } = httpServer.address() as AddressInfo
  process.stdout.write(`${JSON.stringify({ msg: 'listening', host: '127.0.0.1', port })}\n`)
})
process.once('SIGTERM', () => void io.close())
