import { type Access, type LineFaults, routerRules } from './access.ts'
import { Namespace } from './namespace.ts'

/**
 * The laboratory's internet, in addresses that are set aside for examples (RFC 5737, RFC 3849):
 *
 *     home 1 ── router 1 ──┐
 *                          ├── net: signaling server, coturn
 *     home 2 ── router 2 ──┘
 */
export const servers = {
  web: { name: 'beckon.test', ipv4: '198.51.100.10', ipv6: '2001:db8:51::10' },
  relay: { name: 'turn.beckon.test', ipv4: '198.51.100.20', ipv6: '2001:db8:51::20' },
} as const

export type Family = 'ipv4' | 'ipv6'

export interface Connection {
  readonly access: Access
  /** The only family there is. */
  readonly family: Family
}

/** A home and its router. */
export class Home {
  readonly inside: Namespace
  readonly #router: Namespace
  readonly #number: number
  #host = 2

  constructor(number: number, net: Namespace) {
    this.#number = number
    this.#router = new Namespace(`router${String(number)}`)
    this.inside = new Namespace(`home${String(number)}`)
    this.#router.forward()
    const port = `home${String(number)}`
    net.connect(port, this.#router, 'wan')
    net.ip('link', 'set', port, 'master', 'net')
    this.#router.connect('lan', this.inside, 'eth0')
    const wan = { ipv4: `203.0.113.${String(10 + number)}`, ipv6: `2001:db8:ff::${String(10 + number)}` }
    this.#router.address('wan', `${wan.ipv4}/24`)
    this.#router.address('wan', `${wan.ipv6}/64`)
    this.#router.ip('route', 'add', 'default', 'via', '203.0.113.1')
    this.#router.ip('-6', 'route', 'add', 'default', 'via', '2001:db8:ff::1')
    for (const lan of [this.#private, this.#public]) this.#router.address('lan', `${lan.gateway}/${lan.bits}`)
    this.#router.address('lan', `${this.#ipv6.gateway}/64`)
    net.ip('route', 'add', `192.0.2.${String(64 * number)}/26`, 'via', wan.ipv4)
    net.ip('-6', 'route', 'add', `2001:db8:${String(number)}::/64`, 'via', wan.ipv6)
  }

  /** Connects the home in another way: the cable is pulled out and back in. */
  use({ access, family }: Connection, faults: LineFaults = {}): void {
    this.#router.run('nft', ['-f', '-'], routerRules(access, faults))
    this.inside.ip('addr', 'flush', 'dev', 'eth0')
    if (family === 'ipv6') {
      this.inside.address('eth0', `${this.#ipv6.prefix}${String(this.#host)}/64`)
      this.inside.ip('-6', 'route', 'replace', 'default', 'via', this.#ipv6.gateway)
      return
    }
    const lan = access === 'open' ? this.#public : this.#private
    this.inside.address('eth0', `${lan.prefix}${String(lan.first + this.#host)}/${lan.bits}`)
    this.inside.ip('route', 'replace', 'default', 'via', lan.gateway)
  }

  /** The line goes wrong from now on, under all that runs over it. */
  spoil(access: Access, faults: LineFaults): void {
    this.#router.run('nft', ['-f', '-'], routerRules(access, faults))
  }

  /** Lets no more than this through, in either direction; null lets everything through again. */
  limit(kilobits: number | null): void {
    for (const device of ['wan', 'lan']) {
      const shape = ['root', 'tbf', 'rate', `${String(kilobits)}kbit`, 'burst', '16kb', 'latency', '300ms']
      this.#router.run(
        'tc',
        kilobits === null
          ? ['qdisc', 'del', 'dev', device, 'root']
          : ['qdisc', 'replace', 'dev', device, ...shape],
      )
    }
  }

  /** Packets that had to wait, since `limit`, because more came than the line carries. */
  heldBack(): number {
    const [, count] =
      /overlimits (\d+)/.exec(this.#router.read('tc', ['-s', 'qdisc', 'show', 'dev', 'lan'])) ?? []
    return Number(count)
  }

  unplug(): void {
    this.inside.ip('link', 'set', 'eth0', 'down')
  }

  plugIn(connection: Connection): void {
    this.inside.ip('link', 'set', 'eth0', 'up')
    this.use(connection)
  }

  /** The same home on another address, as after a change from cable to Wi-Fi. */
  move(connection: Connection): void {
    this.#host += 1
    this.use(connection)
  }

  get #private() {
    const prefix = `192.168.${String(this.#number)}.`
    return { prefix, first: 0, gateway: `${prefix}1`, bits: '24' }
  }

  get #public() {
    const first = 64 * this.#number
    return { prefix: '192.0.2.', first, gateway: `192.0.2.${String(first + 1)}`, bits: '26' }
  }

  get #ipv6() {
    const prefix = `2001:db8:${String(this.#number)}::`
    return { prefix, gateway: `${prefix}1` }
  }
}

/** Two homes and what lies between them. */
export interface Network {
  readonly net: Namespace
  readonly homes: readonly [Home, Home]
}

export const buildNetwork = (): Network => {
  const net = new Namespace('net')
  net.forward()
  net.ip('link', 'add', 'net', 'type', 'bridge')
  net.ip('link', 'set', 'net', 'up')
  net.address('net', '203.0.113.1/24')
  net.address('net', '2001:db8:ff::1/64')
  // On the loopback interface, so that a server's answers come from the address that was asked.
  for (const { ipv4, ipv6 } of Object.values(servers)) {
    net.address('lo', `${ipv4}/32`)
    net.address('lo', `${ipv6}/128`)
  }
  return { net, homes: [new Home(1, net), new Home(2, net)] }
}
