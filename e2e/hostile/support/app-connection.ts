import type { Socket } from 'socket.io'
import type { Socket as ClientSocket } from 'socket.io-client'
import type { RequestName } from '../../../src/shared/protocol/signaling.ts'
import type { Role } from '../../../src/shared/pairing/context.ts'
import type { App, Meddler } from './meddler.ts'

type Acknowledge = (answer: unknown) => void

/** The app on one side, the honest server on the other, and between them whatever the meddler does. */
export class AppConnection implements App {
  readonly #socket: Socket
  readonly #honest: ClientSocket
  readonly #meddler: () => Meddler
  readonly asked: { readonly name: RequestName; readonly payload: unknown }[] = []
  role: Role | null = null
  memberId = ''

  constructor(socket: Socket, honest: ClientSocket, meddler: () => Meddler) {
    this.#socket = socket
    this.#honest = honest
    this.#meddler = meddler
    socket.onAny((name: RequestName, payload: unknown, acknowledge: Acknowledge) =>
      this.#handleRequest(name, payload, acknowledge),
    )
    honest.onAny((name: string, payload: unknown) => {
      for (const said of this.#meddler().notice?.(this, name, payload) ?? [payload]) this.notify(name, said)
    })
    socket.on('disconnect', () => honest.disconnect())
    honest.on('disconnect', () => socket.disconnect(true))
  }

  notify(name: string, ...payload: readonly unknown[]): void {
    this.#socket.emit(name, ...payload)
  }

  signal(from: string, data: string): void {
    this.notify('signal:received', { from, data })
  }

  cut(): void {
    this.#socket.disconnect(true)
  }

  get sentTypes(): readonly string[] {
    return this.asked
      .filter(({ name }) => name === 'signal:send')
      .map(({ payload }) => (JSON.parse((payload as { data: string }).data) as { type: string }).type)
  }

  #handleRequest(name: RequestName, payload: unknown, acknowledge: Acknowledge): void {
    this.asked.push({ name, payload })
    const answer = this.#meddler().request?.(this, name, payload)
    if (answer !== undefined) {
      acknowledge(answer)
      return
    }
    // With a callback, for a promise would let later notices overtake the answer.
    this.#honest.emit(name, payload, (honest: unknown) => {
      this.#learn(name, honest)
      acknowledge(this.#meddler().answer?.(this, name, honest) ?? honest)
    })
  }

  #learn(name: RequestName, answer: unknown): void {
    const { value } = answer as { readonly value?: { readonly memberId: string } }
    if (!value || (name !== 'session:create' && name !== 'code:claim')) return
    this.role = name === 'session:create' ? 'host' : 'viewer'
    this.memberId = value.memberId
  }
}
