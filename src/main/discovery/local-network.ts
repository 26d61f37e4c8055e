import type { Socket } from 'node:dgram'
import type { Clock } from '#shared/clock.ts'
import type { FoundServer } from '#shared/ipc/found-server.ts'
import type { Log } from '../log/log.ts'
import {
  announce,
  answer,
  isQuery,
  MULTICAST,
  query,
  sayGoodbye,
  serversIn,
  type Announcement,
} from './beckon-service.ts'
import { decodeMessage } from './dns-message.ts'

export interface LocalNetworkOptions {
  /** `createSocket({ type: 'udp4', reuseAddr: true })`: other programs on this computer listen there as well. */
  readonly createSocket: () => Socket
  /** Addresses of this computer on the local network, one for each interface. */
  readonly addresses: () => readonly string[]
  readonly clock: Clock
  readonly log: Log
  /** Multicast DNS' own, unless another is named. */
  readonly group?: { readonly address: string; readonly port: number }
}

/** A second announcement, in case the first was lost. RFC 6762 §8.3 */
const REPEAT_MS = 1_000
/** How long answers are waited for; those on a local network take milliseconds, a sleepy Wi-Fi some hundred. */
const LISTEN_MS = 1_200

/** Finds servers of this kind on the local network, and lets this one be found: multicast DNS service discovery. */
export class LocalNetwork {
  readonly #options: LocalNetworkOptions

  constructor(options: LocalNetworkOptions) {
    this.#options = options
  }

  /**
   * Tells of a server until the returned function is called. It does not fail: where multicast is not to be had, the
   * address on the screen is the way to join.
   *
   * There is no probing for names that are taken (RFC 6762 §8.1): whoever looks tells servers apart by the address
   * that a message came from.
   */
  announce(name: string, port: number): () => void {
    const ends = this.#options.addresses().map((address) => this.#announceAt({ name, port, address }))
    return () => {
      for (const end of ends) end()
    }
  }

  /** Asks once, and collects the answers of about a second. */
  async discover(): Promise<FoundServer[]> {
    const found = new Map<string, FoundServer>()
    await Promise.all(this.#options.addresses().map((address) => this.#askAt(address, found)))
    return [...found.values()]
  }

  #announceAt(announcement: Announcement): () => void {
    const { clock, group = MULTICAST } = this.#options
    const socket = this.#open()
    const tellAll = (message: Buffer): void => socket.send(message, group.port, group.address)
    let cancelRepeat = (): void => undefined
    socket.on('message', (bytes, { address, port }) => {
      const message = decodeMessage(bytes)
      if (!message || !isQuery(message)) return
      if (port === group.port) tellAll(announce(announcement))
      else socket.send(answer(announcement, message), port, address)
    })
    socket.bind(group.port, () => {
      this.#try('announced', () => {
        socket.addMembership(group.address, announcement.address)
        socket.setMulticastInterface(announcement.address)
        tellAll(announce(announcement))
        cancelRepeat = clock.after(REPEAT_MS, () => tellAll(announce(announcement)))
      })
    })
    return () => {
      cancelRepeat()
      this.#try('taken back', () =>
        socket.send(sayGoodbye(announcement), group.port, group.address, () => socket.close()),
      )
    }
  }

  #askAt(address: string, found: Map<string, FoundServer>): Promise<void> {
    const { clock, group = MULTICAST } = this.#options
    const socket = this.#open()
    socket.on('message', (bytes, sender) => {
      const message = decodeMessage(bytes)
      if (!message) return
      for (const { name, port } of serversIn(message)) {
        // The address it came from, not one that it claims: nobody is sent elsewhere.
        const url = `http://${sender.address}:${port}`
        found.set(url, { name, url })
      }
    })
    return new Promise((resolve) => {
      const end = (): void => {
        this.#try('closed', () => socket.close())
        resolve()
      }
      socket.bind(0, address, () => {
        this.#try('asked', () => {
          socket.setMulticastInterface(address)
          socket.send(query, group.port, group.address)
        })
      })
      clock.after(LISTEN_MS, end)
    })
  }

  #open(): Socket {
    const socket = this.#options.createSocket()
    socket.on('error', (cause) => this.#options.log.error('multicast not to be had', cause))
    return socket
  }

  #try(what: string, run: () => void): void {
    try {
      run()
    } catch (cause) {
      this.#options.log.error(`not ${what} by multicast`, cause)
    }
  }
}
