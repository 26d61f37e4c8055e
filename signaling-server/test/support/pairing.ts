import { randomBytes } from 'node:crypto'
import { decodeBase64url, encodeBase64url } from '../../../src/shared/base64url.ts'
import { openData } from '../../../src/shared/pairing/context.ts'
import { pairAsHost } from '../../../src/shared/pairing/host-pairing.ts'
import { Tries } from '../../../src/shared/pairing/tries.ts'
import { pairAsViewer } from '../../../src/shared/pairing/viewer-pairing.ts'
import { parsePairingMessage, type PairingMessage } from '../../../src/shared/protocol/pairing-messages.ts'
import { PROTOCOL_VERSION } from '../../../src/shared/protocol/signaling.ts'
import { connect, type TestApp } from './app.ts'
import type { FakeClock } from './fake-clock.ts'
import { valueOf } from './rooms.ts'

/** Longer than any decoy takes, shorter than the server waits for a proof. */
const A_WHILE_MS = 1000

const send = (app: TestApp, to: string, message: PairingMessage): void =>
  void app.socket.emit('signal:send', { to, data: JSON.stringify(message) }, () => undefined)

const nextFrom = async (app: TestApp) => {
  const { from, data } = await app.next('signal:received')
  return { from, message: valueOf(parsePairingMessage(data)) }
}

/** A host that says hello to the first viewer that claims its code and answers its share. */
export const openPairingSession = async (url: string) => {
  const app = await connect(url)
  const fingerprint = Uint8Array.from(randomBytes(32))
  const session = valueOf(await app.request('session:create', { fingerprint: encodeBase64url(fingerprint) }))
  const pair = async (): Promise<void> => {
    const { viewerId } = await app.next('viewer:claimed')
    const hello = pairAsHost({
      code: { room: session.room, secret: '90571' },
      hostId: session.memberId,
      viewerId,
      version: PROTOCOL_VERSION,
      fingerprint,
      random: randomBytes,
      tries: new Tries(),
    })
    send(app, viewerId, hello.message)
    const { message } = await nextFrom(app)
    send(app, viewerId, valueOf(hello.next.receive(message)).message)
  }
  void pair()
  return { app, fingerprint, ...session }
}

/** A viewer that has claimed a room. */
export interface Claimed {
  readonly app: TestApp
  readonly clock: FakeClock
  readonly room: string
  readonly memberId: string
  readonly hostId: string
}

/** Takes the run to where the viewer has the host's share; `prove` then sends a proof, which is wrong. */
export const exchangeShares = async ({ app, clock, room, memberId, hostId }: Claimed) => {
  clock.advance(A_WHILE_MS)
  const hello = await nextFrom(app)
  const start = valueOf(
    pairAsViewer({
      code: { room, secret: '12345' },
      viewerId: memberId,
      hostId,
      version: PROTOCOL_VERSION,
      fingerprint: randomBytes(32),
      random: randomBytes,
      tries: new Tries(),
    }).receive(hello.message),
  )
  // A decoy's delay counts from when it has been asked.
  valueOf(await app.request('signal:send', { to: hostId, data: JSON.stringify(start.message) }))
  clock.advance(A_WHILE_MS)
  const { message: reply } = await nextFrom(app)
  if (hello.message.type !== 'pair-hello' || reply.type !== 'pair-reply') throw new Error(reply.type)
  const nonce = valueOf(decodeBase64url(hello.message.nonce))
  const data = valueOf(decodeBase64url(reply.data))
  const fingerprint = valueOf(openData(data, { role: 'host', version: PROTOCOL_VERSION, nonce }))
  const prove = async (): Promise<void> => {
    const { message } = valueOf(start.next.receive(reply))
    valueOf(await app.request('signal:send', { to: hostId, data: JSON.stringify(message) }))
  }
  return { fingerprint, prove }
}

export const fingerprintHeardBy = async (claimed: Claimed): Promise<Uint8Array> =>
  (await exchangeShares(claimed)).fingerprint
