/**
 * A Socket.IO client of the least weight, so that thousands fit beside a server: Engine.IO 4 and Socket.IO 5 frames
 * over Node's own WebSocket. Protocols: github.com/socketio/engine.io-protocol and socket.io-protocol.
 */
type Listener = (payload: unknown) => void

const PING = '2'
const PONG = '3'
const OPEN = '0'
const CONNECT = '40'
const CONNECT_ERROR = '44'
const EVENT = '42'
const ACK = '43'

export class SocketIoClient {
  readonly #socket: WebSocket
  readonly #acks = new Map<number, (answer: unknown) => void>()
  #nextAck = 0
  #listener: Listener = () => undefined

  private constructor(socket: WebSocket) {
    this.#socket = socket
  }

  static async connect(url: string, auth: object): Promise<SocketIoClient> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
    const client = new SocketIoClient(socket)
    return new Promise((resolve, reject) => {
      socket.addEventListener('error', () => reject(new Error('the connection failed')))
      socket.addEventListener('message', ({ data }) => {
        const frame = String(data)
        if (frame.startsWith(CONNECT_ERROR)) reject(new Error(frame))
        else if (frame.startsWith(CONNECT)) resolve(client)
        else if (frame.startsWith(OPEN)) socket.send(CONNECT + JSON.stringify(auth))
        else client.#handle(frame)
      })
    })
  }

  /** Takes the payload of every event from now on. */
  listen(listener: Listener): void {
    this.#listener = listener
  }

  /** Sends an event; resolves with the acknowledgement's arguments. */
  async request(event: string, payload: unknown): Promise<unknown> {
    const ack = this.#nextAck++
    this.#socket.send(`${EVENT}${ack}${JSON.stringify([event, payload])}`)
    return new Promise((resolve) => this.#acks.set(ack, resolve))
  }

  close(): void {
    this.#socket.close()
  }

  #handle(frame: string): void {
    if (frame === PING) {
      this.#socket.send(PONG)
      return
    }
    const start = frame.indexOf('[')
    const args = JSON.parse(frame.slice(start)) as unknown[]
    if (frame.startsWith(ACK)) {
      const ack = Number(frame.slice(ACK.length, start))
      this.#acks.get(ack)?.(args)
      this.#acks.delete(ack)
    } else if (frame.startsWith(EVENT)) {
      this.#listener(args[1])
    }
  }
}
