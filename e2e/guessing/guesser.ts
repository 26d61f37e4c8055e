import { randomBytes } from 'node:crypto'
import type { ErrorCode } from '../../src/shared/errors.ts'
import { Tries } from '../../src/shared/pairing/tries.ts'
import { pairAsViewer } from '../../src/shared/pairing/viewer-pairing.ts'
import { parsePairingMessage, type PairingMessage } from '../../src/shared/protocol/pairing-messages.ts'
import { PROTOCOL_VERSION, type Notice } from '../../src/shared/protocol/signaling.ts'
import type { Result } from '../../src/shared/result.ts'
import { connectApp } from './app-socket.ts'

/** What a guesser can see of one guess: the answers, and how long each took, in milliseconds. */
export interface Guess {
  readonly sessionId: string
  readonly hostId: string
  readonly fields: readonly string[]
  /** What was said, without what is drawn anew each time. */
  readonly messages: readonly string[]
  readonly verdict: ErrorCode
  readonly ms: {
    readonly claim: number
    readonly hello: number
    readonly reply: number
    readonly verdict: number
  }
}

const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.code)
  return result.value
}

/** Type and length of everything that a message says. */
const shapeOf = (message: PairingMessage): string =>
  Object.entries(message)
    .map(([name, value]) => `${name}:${name === 'type' ? String(value) : String(value).length}`)
    .join(' ')

/** Claims a room and tries one secret at it, to the end. */
export const guess = async (url: string, room: string, secret = '12345'): Promise<Guess> => {
  const app = await connectApp(url)
  const received: { readonly message: PairingMessage; readonly atMs: number }[] = []
  let wake = (): void => undefined
  app.onNotice = (name, payload, atMs) => {
    if (name !== 'signal:received') return
    received.push({
      message: valueOf(parsePairingMessage((payload as Notice<'signal:received'>).data)),
      atMs,
    })
    wake()
  }
  const next = async () => {
    while (received.length === 0) await new Promise<void>((resolve) => (wake = resolve))
    const arrived = received.shift()
    if (!arrived) throw new Error('nothing has come')
    return arrived
  }

  const claimedMs = performance.now()
  const claim = valueOf(await app.request('code:claim', { room }))
  const answeredMs = performance.now()
  const hello = await next()
  const start = valueOf(
    pairAsViewer({
      code: { room, secret },
      viewerId: claim.memberId,
      hostId: claim.hostId,
      version: PROTOCOL_VERSION,
      fingerprint: randomBytes(32),
      random: randomBytes,
      tries: new Tries(),
    }).receive(hello.message),
  )
  const send = (message: PairingMessage): void =>
    app.tell('signal:send', { to: claim.hostId, data: JSON.stringify(message) })
  send(start.message)
  const startedMs = performance.now()
  const reply = await next()
  const proof = valueOf(start.next.receive(reply.message))
  send(proof.message)
  const provedMs = performance.now()
  const answer = await next()
  app.close()
  if (answer.message.type !== 'pair-abort') throw new Error('the guess was right')
  return {
    sessionId: claim.sessionId,
    hostId: claim.hostId,
    fields: Object.keys(claim),
    messages: [hello, reply].map(({ message }) => shapeOf(message)),
    verdict: answer.message.code,
    ms: {
      claim: answeredMs - claimedMs,
      hello: hello.atMs - claimedMs,
      reply: reply.atMs - startedMs,
      verdict: answer.atMs - provedMs,
    },
  }
}
