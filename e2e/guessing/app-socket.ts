import { io } from 'socket.io-client'
import {
  notices,
  parseAck,
  parseNotice,
  PROTOCOL_VERSION,
  type NoticeName,
  type Reply,
  type RequestName,
  type RequestPayload,
} from '../../src/shared/protocol/signaling.ts'
import type { Result } from '../../src/shared/result.ts'

export interface AppSocket {
  readonly request: <N extends RequestName>(name: N, payload: RequestPayload<N>) => Promise<Result<Reply<N>>>
  /** A request whose answer does not matter. */
  readonly tell: <N extends RequestName>(name: N, payload: RequestPayload<N>) => void
  /** When a notice comes, its name, payload and time of arrival in milliseconds. */
  onNotice: (name: NoticeName, payload: unknown, atMs: number) => void
  readonly close: () => void
}

/** An app's connection without an app, which adds nothing to the times that are measured on it. */
export const connectApp = async (url: string): Promise<AppSocket> => {
  const socket = io(url, {
    transports: ['websocket'],
    auth: { protocol: PROTOCOL_VERSION },
    forceNew: true,
    reconnection: false,
  })
  const app: AppSocket = {
    request: async (name, payload) => parseAck(name, await socket.emitWithAck(name, payload)),
    tell: (name, payload) => void socket.emit(name, payload, () => undefined),
    onNotice: () => undefined,
    close: () => void socket.disconnect(),
  }
  for (const name of Object.keys(notices) as NoticeName[]) {
    socket.on(name, (payload: unknown) => {
      const atMs = performance.now()
      const notice = parseNotice(name, payload)
      if (!notice.ok) throw new Error(`a malformed ${name}`)
      app.onNotice(name, notice.value, atMs)
    })
  }
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  return app
}
