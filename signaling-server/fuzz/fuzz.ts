import { connect } from 'node:net'
import { isErrorCode } from '../../src/shared/errors.ts'
import { PROTOCOL_VERSION } from '../../src/shared/protocol/signaling.ts'
import { drawHttp, drawPacket, type Known } from './messages.ts'
import { Random } from './random.ts'

export interface FuzzOptions {
  readonly url: string
  readonly seed: number
  readonly messages: number
  readonly sockets: number
}

export interface FuzzOutcome {
  readonly sent: number
  readonly connections: number
  readonly httpRequests: number
  /** Replies by code; `ok` for those that are no failure. */
  readonly replies: ReadonlyMap<string, number>
  /** Replies that are no Result: there must be none. */
  readonly malformed: readonly string[]
}

/** Sent before the replies are looked at. */
const BATCH = 40
/** One round in so many also sends something that is hardly HTTP. */
const ROUNDS_PER_HTTP = 10
const MAX_KNOWN = 200
/** A server that has said nothing for so long has lost the message. */
const SILENCE_MS = 5000

const codeOf = (reply: unknown): string | undefined => {
  if (typeof reply !== 'object' || reply === null || !('ok' in reply)) return undefined
  if (reply.ok === true) return 'value' in reply ? 'ok' : undefined
  const error = 'error' in reply ? (reply.error as { readonly code?: unknown } | null) : null
  return isErrorCode(error?.code) ? error.code : undefined
}

const sendRaw = async (url: string, text: string): Promise<void> => {
  const { hostname, port } = new URL(url)
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.end(text))
    socket.on('error', () => resolve())
    socket.on('close', () => resolve())
    socket.resume()
  })
}

/** Sends messages that are right, nearly right and wrong over several connections, and reads every answer. */
export const fuzz = async ({ url, seed, messages, sockets }: FuzzOptions): Promise<FuzzOutcome> => {
  const replies = new Map<string, number>()
  const malformed: string[] = []
  const known: Known = { ids: [], rooms: [] }
  let sent = 0
  let connections = 0
  let httpRequests = 0

  const learn = (value: unknown): void => {
    for (const [key, found] of Object.entries(value ?? {})) {
      const into = key === 'room' ? known.rooms : known.ids
      if (typeof found !== 'string') continue
      into.push(found)
      if (into.length > MAX_KNOWN) into.shift()
    }
  }

  const takeReply = (frame: string): void => {
    const [, json = ''] = /^43\d+(.*)$/s.exec(frame) ?? []
    const [reply] = JSON.parse(json) as unknown[]
    const code = codeOf(reply)
    if (code === undefined) malformed.push(frame)
    else replies.set(code, (replies.get(code) ?? 0) + 1)
    if (code === 'ok') learn((reply as { readonly value: unknown }).value)
  }

  /** One connection, until it is cut or has sent enough. */
  const visit = async (random: Random): Promise<void> => {
    connections++
    const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
    let wake = (): void => undefined
    let ready = false
    const pending = new Set<string>()
    socket.addEventListener('close', () => wake())
    socket.addEventListener('error', () => wake())
    socket.addEventListener('message', ({ data }) => {
      const frame = String(data)
      if (frame.startsWith('0')) socket.send(`40${JSON.stringify({ protocol: PROTOCOL_VERSION })}`)
      if (frame === '2') socket.send('3')
      if (frame.startsWith('40')) ready = true
      if (frame.startsWith('43')) {
        takeReply(frame)
        pending.delete(/^43(\d+)/.exec(frame)?.[1] ?? '')
      }
      wake()
    })
    const until = async (isDone: () => boolean): Promise<void> => {
      const deadlineMs = Date.now() + SILENCE_MS
      while (!isDone() && socket.readyState < WebSocket.CLOSING && Date.now() < deadlineMs) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, SILENCE_MS)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
    }
    await until(() => ready)
    for (let ack = 0; socket.readyState === WebSocket.OPEN && sent < messages;) {
      for (let i = 0; i < BATCH && sent < messages; i++, ack++) {
        const packet = drawPacket(ack, known, random)
        if (/^42\d+\["(session|code|signal|viewer):\w+",\{[^{}]*\}\]$/.test(packet)) pending.add(String(ack))
        socket.send(packet)
        sent++
      }
      await until(() => pending.size === 0)
      pending.clear()
    }
    socket.close()
  }

  const work = async (index: number): Promise<void> => {
    const random = new Random(seed + index)
    for (let round = 1; sent < messages; round++) {
      await visit(random)
      if (round % ROUNDS_PER_HTTP > 0) continue
      httpRequests++
      await sendRaw(url, drawHttp(random))
    }
  }
  await Promise.all(Array.from({ length: sockets }, (_, index) => work(index)))
  return { sent, connections, httpRequests, replies, malformed }
}
