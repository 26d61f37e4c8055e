import { BlockList, isIP, SocketAddress } from 'node:net'

/** Which proxies in front of the server may say whom they speak for. */
export type TrustProxy =
  | { readonly kind: 'none' }
  /** The connection's own address and the last `count - 1` of `X-Forwarded-For` are proxies. */
  | { readonly kind: 'hops'; readonly count: number }
  /** Addresses and CIDR blocks of proxies. */
  | { readonly kind: 'blocks'; readonly blocks: readonly string[] }

/** Where a request comes from: its connection's address, and what a proxy may have added. */
export interface Provenance {
  readonly remoteAddress: string | undefined
  readonly forwardedFor: string | undefined
}

const mappedIpv4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/** One spelling per address: IPv4 in dotted form even when mapped into IPv6, IPv6 compressed and without a zone. */
const canonical = (address: string): string | undefined => {
  const [bare = ''] = address.split('%')
  if (isIP(bare) === 4) return bare
  if (isIP(bare) !== 6) return undefined
  const { address: compressed } = new SocketAddress({ address: bare, family: 'ipv6' })
  return mappedIpv4.exec(compressed)?.[1] ?? compressed
}

const proxySet = (blocks: readonly string[]): BlockList => {
  const set = new BlockList()
  for (const block of blocks) {
    const [address = '', prefix] = block.split('/')
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6'
    if (prefix === undefined) set.addAddress(address, family)
    else set.addSubnet(address, Number(prefix), family)
  }
  return set
}

/** Decides whether the `index`-th hop, counted from the server's side, is a proxy of ours. */
type IsProxy = (address: string, index: number) => boolean

const proxyTest = (trust: TrustProxy): IsProxy => {
  switch (trust.kind) {
    case 'none':
      return () => false
    case 'hops':
      return (_address, index) => index < trust.count
    case 'blocks': {
      const proxies = proxySet(trust.blocks)
      return (address) => proxies.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6')
    }
  }
}

/**
 * Makes the function that names the address of a client: the first hop, seen from the server, that is no proxy of
 * ours. Whatever stands further left in `X-Forwarded-For` is the client's own claim and not looked at.
 */
export const createAddressReader = (trust: TrustProxy): ((provenance: Provenance) => string) => {
  const isProxy = proxyTest(trust)
  return ({ remoteAddress, forwardedFor }) => {
    let client = canonical(remoteAddress ?? '') ?? 'unknown'
    const hops = (forwardedFor ?? '').split(',').reverse()
    for (const [index, hop] of hops.entries()) {
      const next = canonical(hop.trim())
      if (next === undefined || client === 'unknown' || !isProxy(client, index)) break
      client = next
    }
    return client
  }
}

/**
 * What limits are counted by: an IPv4 address, or the /64 of an IPv6 address, which is the least that one customer
 * gets (RFC 6177) and can roam in at will.
 */
export const addressKey = (address: string): string => {
  if (isIP(address) !== 6) return address
  const [head = '', tail = ''] = address.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === '' ? [] : tail.split(':')
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  return `${[...left, ...zeros, ...right].slice(0, 4).join(':')}::/64`
}
