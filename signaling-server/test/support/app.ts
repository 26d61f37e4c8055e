import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client'
import { onTestFinished } from 'vitest'
import {
  notices,
  parseAck,
  parseNotice,
  PROTOCOL_VERSION,
  type Notice,
  type NoticeName,
  type Reply,
  type RequestName,
  type RequestPayload,
} from '../../../src/shared/protocol/signaling.ts'
import type { Result } from '../../../src/shared/result.ts'
import { valueOf } from './rooms.ts'

type Options = Partial<ManagerOptions & SocketOptions>

const open = (url: string, options: Options): Socket => {
  const socket = io(url, {
    transports: ['websocket'],
    auth: { protocol: PROTOCOL_VERSION },
    forceNew: true,
    reconnection: false,
    ...options,
  })
  onTestFinished(() => void socket.disconnect())
  return socket
}

/** An app as the server sees it: a real socket, requests with parsed answers, notices in the order of their arrival. */
export class TestApp {
  readonly socket: Socket
  readonly #notices: { readonly name: NoticeName; readonly payload: unknown }[] = []
  #wake = (): void => undefined

  constructor(socket: Socket) {
    this.socket = socket
    for (const name of Object.keys(notices) as NoticeName[]) {
      socket.on(name, (payload: unknown) => {
        this.#notices.push({ name, payload: valueOf(parseNotice(name, payload)) })
        this.#wake()
      })
    }
  }

  /** The acknowledgement as it came over the wire. */
  async ask(event: string, payload: unknown): Promise<unknown> {
    return this.socket.emitWithAck(event, payload)
  }

  async request<N extends RequestName>(name: N, payload: RequestPayload<N>): Promise<Result<Reply<N>>> {
    return parseAck(name, await this.ask(name, payload))
  }

  /** Waits for the next notice, which must be of this name. */
  async next<N extends NoticeName>(name: N): Promise<Notice<N>> {
    while (this.#notices.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    const notice = this.#notices.shift()
    if (notice?.name !== name) throw new Error(`${notice?.name ?? 'nothing'} came instead of ${name}`)
    return notice.payload as Notice<N>
  }

  /** Notices that have come and that nobody has asked for. */
  get unread(): readonly string[] {
    return this.#notices.map(({ name }) => name)
  }

  /** Resolves when the server has closed the connection. */
  async closed(): Promise<string> {
    return new Promise((resolve) => this.socket.once('disconnect', resolve))
  }
}

export const connect = async (url: string, options: Options = {}): Promise<TestApp> => {
  const app = new TestApp(open(url, options))
  await new Promise<void>((resolve, reject) => {
    app.socket.once('connect', resolve)
    app.socket.once('connect_error', reject)
  })
  return app
}

/** Tries to connect and fails; resolves to what the app learns about why. */
export const failToConnect = async (
  url: string,
  options: Options = {},
): Promise<{ message: string; data?: unknown }> =>
  new Promise((resolve, reject) => {
    const socket = open(url, options)
    socket.once('connect', () => reject(new Error('it connected')))
    socket.once('connect_error', resolve)
  })

/** A payload of `session:create` with a certificate that nobody has. */
export const someHost = { fingerprint: 'A'.repeat(43) } as const

/** A host with a fresh session. */
export const openSession = async (url: string) => {
  const app = await connect(url)
  return { app, ...valueOf(await app.request('session:create', someHost)) }
}

/** A viewer that has claimed the code; the host has been told. */
export const joinSession = async (url: string, host: TestApp, room: string) => {
  const app = await connect(url)
  const claim = valueOf(await app.request('code:claim', { room }))
  await host.next('viewer:claimed')
  return { app, ...claim }
}
