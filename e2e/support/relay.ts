import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { startCoturn } from '../../deploy/coturn/local.ts'
import { turnCredentials, type TurnCredentials } from '../../signaling-server/src/turn-credentials.ts'
import { programPath } from './programs.ts'
import type { ServerSettings } from './signaling-server.ts'

const ADDRESS = '127.0.0.1'
const SECRET = 'check'

/** A port that is free for both UDP and TCP, as far as one can tell. */
const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, ADDRESS, resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A program that ends with the test. */
export interface Running {
  stop(): Promise<void>
}

/** Takes UDP and says nothing: what a network that blocks UDP looks like from inside. */
export const startSilence = async (): Promise<Running & { readonly port: number }> => {
  const socket = createSocket('udp4')
  await new Promise<void>((resolve) => socket.bind(0, ADDRESS, resolve))
  return {
    port: socket.address().port,
    stop: () => new Promise((resolve) => void socket.close(() => resolve())),
  }
}

/** coturn on this machine, and a server's settings that name it. */
export interface Relay extends Running {
  readonly settings: ServerSettings
  /** Such as a person has who was given some by whoever runs it. */
  readonly credentials: TurnCredentials
}

/** @param udpPort where UDP is sent to instead, if not to coturn */
export const startRelay = async (udpPort?: number): Promise<Relay> => {
  const [port, secondPort] = [await freePort(), await freePort()]
  const coturn = await startCoturn({
    command: [programPath('turnserver')],
    addresses: [ADDRESS],
    port,
    secondPort,
    secret: SECRET,
  })
  const stunPorts = udpPort === undefined ? [port, secondPort] : [udpPort]
  return {
    settings: {
      STUN_URLS: stunPorts.map((it) => `stun:${ADDRESS}:${String(it)}`).join(),
      TURN_URLS: [
        `turn:${ADDRESS}:${String(udpPort ?? port)}?transport=udp`,
        `turn:${ADDRESS}:${String(port)}?transport=tcp`,
      ].join(),
      TURN_SECRET: SECRET,
      TURN_CHECK_SECONDS: '0',
    },
    credentials: turnCredentials({ secret: SECRET, memberId: 'own', ttlSeconds: 600, nowMs: Date.now() }),
    stop: () => coturn.stop(),
  }
}
