import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { HEADER_BYTES, messageLength } from './message.ts'
import type { ServerAddress } from './url.ts'

/** Carries whole STUN messages to one server and back. */
export interface Channel {
  /** Whether the network may lose messages, so that they have to be sent again. */
  readonly isLossy: boolean
  send(message: Buffer): void
  close(): void
}

export interface ChannelEvents {
  readonly onMessage: (message: Buffer) => void
  /** Nothing more will come. */
  readonly onBroken: () => void
}

const openUdp = async (
  { host, port }: ServerAddress,
  { onMessage, onBroken }: ChannelEvents,
): Promise<Channel> => {
  const { address, family } = await lookup(host)
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4')
  // Connected: datagrams of others do not get through, and a closed port is an error instead of silence.
  try {
    await new Promise<void>((resolve, reject) => {
      // A port that is not to be had is told by an event; a way that does not exist, to the callback, which the
      // typings leave out.
      socket.once('error', reject)
      const settle = (cause?: Error): void => (cause ? reject(cause) : resolve())
      socket.connect(port, address, settle)
    })
  } catch (cause) {
    socket.close()
    throw cause
  }
  socket.removeAllListeners('error')
  socket.on('error', onBroken)
  socket.on('message', onMessage)
  return { isLossy: true, send: (message) => socket.send(message), close: () => socket.close() }
}

/** Cuts a stream into messages: each tells its own length (RFC 8489, section 6.2.2). */
const frame = (socket: Socket, { onMessage, onBroken }: ChannelEvents): void => {
  let pending = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk])
    while (pending.length >= HEADER_BYTES) {
      const length = messageLength(pending)
      if (length === undefined) {
        socket.destroy()
        return
      }
      if (pending.length < length) return
      onMessage(pending.subarray(0, length))
      pending = pending.subarray(length)
    }
  })
  socket.on('error', () => socket.destroy())
  socket.on('close', onBroken)
}

const openStream = async (
  { host, port, transport }: ServerAddress,
  events: ChannelEvents,
  signal: AbortSignal,
): Promise<Channel> => {
  const isSecure = transport === 'tls'
  // A server's name goes into the handshake; an address may not (RFC 6066, section 3).
  const socket = isSecure
    ? connectTls({ host, port, ...(isIP(host) === 0 && { servername: host }) })
    : connectTcp({ host, port })
  const abort = (): void => void socket.destroy(new Error('given up'))
  signal.addEventListener('abort', abort, { once: true })
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.once(isSecure ? 'secureConnect' : 'connect', resolve)
    })
  } finally {
    signal.removeEventListener('abort', abort)
  }
  frame(socket, events)
  return { isLossy: false, send: (message) => socket.write(message), close: () => socket.destroy() }
}

/** Opens a way to a server; rejects if there is none, and once `signal` says to give up. */
export const openChannel = (
  server: ServerAddress,
  events: ChannelEvents,
  signal: AbortSignal,
): Promise<Channel> =>
  server.transport === 'udp' ? openUdp(server, events) : openStream(server, events, signal)
