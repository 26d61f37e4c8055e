import { randomBytes } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { pairAsHost, type ViewerProved } from '../../src/shared/pairing/host-pairing.ts'
import type { Move, Step } from '../../src/shared/pairing/step.ts'
import { Tries } from '../../src/shared/pairing/tries.ts'
import { parsePairingMessage, type PairingMessage } from '../../src/shared/protocol/pairing-messages.ts'
import { PROTOCOL_VERSION, type Notice } from '../../src/shared/protocol/signaling.ts'
import { connectApp } from './app-socket.ts'

/** A host's app that nobody looks at, on a thread of its own: opens a session and answers every claim on its room. */

const app = await connectApp((workerData as { readonly url: string }).url)
const fingerprint = randomBytes(32)
const created = await app.request('session:create', { fingerprint: fingerprint.toString('base64url') })
if (!created.ok) throw new Error(created.error.code)
const { memberId: hostId, room } = created.value

/** What each viewer is expected to say next. */
const awaited = new Map<string, (message: PairingMessage) => void>()
const post = (viewerId: string, message: PairingMessage): void =>
  app.tell('signal:send', { to: viewerId, data: JSON.stringify(message) })

const expectNext = <Outcome>(viewerId: string, step: Step<Outcome>, proceed: (outcome: Outcome) => void) =>
  awaited.set(viewerId, (message) => {
    const outcome = step.receive(message)
    if (outcome.ok) {
      proceed(outcome.value)
      return
    }
    if (message.type !== 'pair-abort') post(viewerId, { type: 'pair-abort', code: outcome.error.code })
    awaited.delete(viewerId)
    app.tell('code:release', { viewerId })
  })

const pair = (viewerId: string): void => {
  const hello: Move<'pair-hello', Move<'pair-reply', ViewerProved>> = pairAsHost({
    code: { room, secret: '90571' },
    hostId,
    viewerId,
    version: PROTOCOL_VERSION,
    fingerprint,
    random: randomBytes,
    // A guesser has three of a real host; here, as many as are needed to compare.
    tries: new Tries(),
  })
  expectNext(viewerId, hello.next, (reply) => {
    post(viewerId, reply.message)
    expectNext(viewerId, reply.next, ({ message }) => {
      post(viewerId, message)
      app.tell('viewer:admit', { viewerId })
    })
  })
  post(viewerId, hello.message)
}

app.onNotice = (name, payload) => {
  if (name === 'viewer:claimed') pair((payload as Notice<'viewer:claimed'>).viewerId)
  if (name !== 'signal:received') return
  const { from, data } = payload as Notice<'signal:received'>
  const message = parsePairingMessage(data)
  if (message.ok) awaited.get(from)?.(message.value)
}
parentPort?.postMessage({ room })
