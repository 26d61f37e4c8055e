import type { Route } from '#shared/route.ts'

/** What of `RTCIceCandidateStats` (https://www.w3.org/TR/webrtc-stats/#icecandidate-dict*) tells the route. */
interface CandidateStats {
  readonly candidateType?: string
  /** Null or absent for an address that the browser hides behind a name of mDNS. */
  readonly address?: string | null
  readonly protocol?: string
  /** Only of own relays. */
  readonly relayProtocol?: string
  /** The server that an own candidate was obtained from; not in Firefox. */
  readonly url?: string
}

/**
 * Loopback, private (RFC 1918, RFC 4193) and link-local addresses, and names of mDNS, which reach no further than the
 * network (RFC 8828).
 */
const isLocal = (address: string): boolean =>
  /^(127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|::1$|f[cd][\da-f]{2}:|fe[89ab][\da-f]:)/i.test(
    address,
  ) || address.endsWith('.local')

/** The first 64 bits of a written IPv6 address: its network; null for anything else. */
const networkOf = (address: string): string | null => {
  const [head = '', tail] = address.toLowerCase().split('::')
  const groups = head === '' ? [] : head.split(':')
  if (!address.includes(':')) return null
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length)
  const all = [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...(tail ? tail.split(':') : [])]
  return all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}

const isOneNetwork = (local: CandidateStats, remote: CandidateStats): boolean => {
  const [own, address] = [local.address ?? '', remote.address ?? '']
  // Hidden by mDNS: a name that was resolved here is one of this network, and so is whoever sees this computer's own
  // local address, with no translation in between (a pair's local candidate is what the other side saw).
  if (address === '')
    return remote.candidateType === 'host' || (local.candidateType === 'host' && (own === '' || isLocal(own)))
  if (isLocal(address) || address === own) return true
  const network = networkOf(address)
  return network !== null && network === networkOf(own)
}

const protocols: Readonly<Record<string, Route['protocol']>> = { udp: 'udp', tcp: 'tcp', tls: 'tls' }

/** Host and port of a TURN server's URI (RFC 7065, section 3.1). */
const placeOf = (url = ''): string | null => /^turns?:([^?]+)/.exec(url)?.[1] ?? null

/** The route over a pair of candidates. */
export const routeOfPair = (local: CandidateStats, remote: CandidateStats): Route => {
  const isRelayed = local.candidateType === 'relay' || remote.candidateType === 'relay'
  const isRelay = local.candidateType === 'relay'
  const protocol = (isRelay ? local.relayProtocol : undefined) ?? local.protocol ?? 'udp'
  return {
    kind: isRelayed ? 'relayed' : isOneNetwork(local, remote) ? 'same-network' : 'direct',
    protocol: protocols[protocol] ?? 'udp',
    relay: isRelay ? (placeOf(local.url) ?? local.address ?? null) : null,
  }
}

/** The route that a connection has selected, from its statistics; null while there is none. */
export const selectedRoute = (report: RTCStatsReport): Route | null => {
  const all = [...(report as unknown as Map<string, RTCStats>).values()]
  const transport = all.find((it): it is RTCTransportStats => it.type === 'transport')
  const pair = report.get(transport?.selectedCandidatePairId ?? '') as RTCIceCandidatePairStats | undefined
  const local = report.get(pair?.localCandidateId ?? '') as CandidateStats | undefined
  const remote = report.get(pair?.remoteCandidateId ?? '') as CandidateStats | undefined
  return local && remote ? routeOfPair(local, remote) : null
}
