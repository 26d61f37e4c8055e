import type { CDPSession } from '@playwright/test'
import { EventEmitter } from 'node:events'

/** A conversation with the browser, or with one of its targets, in the words of Playwright's typings. */
export type DevToolsSession = Pick<CDPSession, 'send' | 'on'>

/** The browser itself, and the sessions attached through it. */
export interface DevTools extends DevToolsSession {
  session(sessionId: string): DevToolsSession
  close(): void
}

interface Answer {
  readonly id: number
  readonly result?: unknown
  readonly error?: { readonly message: string }
}
interface Announcement {
  readonly method: string
  readonly params: unknown
  readonly sessionId?: string
}

interface PendingCommand {
  resolve(result: unknown): void
  reject(error: Error): void
}

/**
 * Talks the Chrome DevTools Protocol, in its flat mode, over one WebSocket.
 * https://chromedevtools.github.io/devtools-protocol/
 */
export const connectDevTools = async (url: string): Promise<DevTools> => {
  const socket = new WebSocket(url)
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true })
    socket.addEventListener('error', () => reject(new Error(`no browser at ${url}`)), { once: true })
  })

  const pending = new Map<number, PendingCommand>()
  const emitters = new Map<string | undefined, EventEmitter>()
  let lastId = 0

  const createSession = (sessionId?: string): DevToolsSession => {
    const send: CDPSession['send'] = (method, params) =>
      new Promise((resolve, reject) => {
        lastId += 1
        pending.set(lastId, { resolve: (result) => resolve(result as never), reject })
        socket.send(JSON.stringify({ id: lastId, method, params, sessionId }))
      })
    const emitter = new EventEmitter()
    emitters.set(sessionId, emitter)
    // An emitter of whatever the browser says; Playwright's typings know what that is.
    return Object.assign(emitter, { send }) as unknown as DevToolsSession
  }

  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Answer | Announcement
    if ('method' in message) {
      emitters.get(message.sessionId)?.emit(message.method, message.params)
      return
    }
    const command = pending.get(message.id)
    pending.delete(message.id)
    if (message.error) command?.reject(new Error(message.error.message))
    else command?.resolve(message.result)
  })
  socket.addEventListener('close', () => {
    for (const { reject } of pending.values()) reject(new Error('the browser has gone'))
    pending.clear()
  })

  return Object.assign(createSession(), {
    session: createSession,
    close: () => socket.close(),
  })
}
