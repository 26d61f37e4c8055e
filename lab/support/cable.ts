import { Namespace } from './namespace.ts'

/** Private addresses (RFC 1918): the app tells browsers of such. */
const places = {
  host: { address: '192.168.7.1', gateway: '192.168.7.2' },
  helper: { address: '192.168.7.2', gateway: '192.168.7.1' },
} as const
export type CableEnd = keyof typeof places

/** Two computers with one cable between them, and no other network. */
export class Cable {
  readonly ends: Readonly<Record<CableEnd, Namespace>>

  constructor() {
    const ends = { host: new Namespace('host'), helper: new Namespace('helper') }
    this.ends = ends
    ends.host.connect('eth0', ends.helper, 'eth0')
    for (const end of ['host', 'helper'] as const) {
      ends[end].address('eth0', `${places[end].address}/24`)
      this.#route(end)
    }
  }

  addressOf(end: CableEnd): string {
    return places[end].address
  }

  pull(end: CableEnd): void {
    this.ends[end].ip('link', 'set', 'eth0', 'down')
  }

  plugIn(end: CableEnd): void {
    this.ends[end].ip('link', 'set', 'eth0', 'up')
    this.#route(end)
  }

  remove(): void {
    for (const end of Object.values(this.ends)) end.remove()
  }

  /** Browsers tell the address of the default route at least: without one, none. */
  #route(end: CableEnd): void {
    this.ends[end].ip('route', 'replace', 'default', 'via', places[end].gateway)
  }
}
