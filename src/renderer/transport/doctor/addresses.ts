import type { Mapping } from '#shared/doctor/measurements.ts'

/** What of an `RTCIceCandidate` tells where this device is seen from. */
export interface Place {
  readonly type: RTCIceCandidateType | null
  readonly address: string | null
  readonly port: number | null
  readonly relatedAddress: string | null
  readonly relatedPort: number | null
}

const isIpv6 = (address: string | null): boolean => address?.includes(':') ?? false

/** Addresses that reach no further than the network (RFC 1918, RFC 3927, RFC 4193, RFC 4291, RFC 6598). */
const isPrivate = (address: string): boolean =>
  /^(127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|::1$|f[cd][\da-f]{2}:|fe[89ab][\da-f]:)/i.test(
    address,
  )

/** Whether the browser shows names of mDNS in place of local addresses (RFC 8828, mode 2 and above). */
export const hidesLocalAddresses = (places: readonly Place[]): boolean =>
  places.some(({ type, address }) => type === 'host' && (address?.endsWith('.local') ?? false))

/** Whether this device has an IPv6 address that others can reach, or be answered at. */
export const hasPublicIpv6 = (places: readonly Place[]): boolean =>
  places.some(({ address }) => address !== null && isIpv6(address) && !isPrivate(address))

/** Whether a server over IPv4 has told it. NATs are a matter of IPv4 alone. */
export const isSeenOverIpv4 = ({ type, address }: Place): boolean =>
  type === 'srflx' && address !== null && !isIpv6(address)

/**
 * What NATs make of a port, from what several servers saw of it.
 * @param servers how many of them answer over IPv4, at different addresses or ports
 */
export const mappingOf = (places: readonly Place[], servers: number): Mapping => {
  const seen = places.filter(isSeenOverIpv4)
  const ports = new Map<string, Set<string>>()
  for (const { address, port, relatedAddress, relatedPort } of seen) {
    // Behind mDNS all have the related address 0.0.0.0 and port 0, and one port of this device has made them all.
    const own = `${relatedAddress ?? ''} ${String(relatedPort)}`
    ports.set(own, (ports.get(own) ?? new Set()).add(`${address ?? ''} ${String(port)}`))
  }
  const isSeenAsItIs = places.some(
    ({ type, address }) =>
      type === 'host' &&
      address !== null &&
      !address.endsWith('.local') &&
      !isIpv6(address) &&
      !isPrivate(address),
  )
  if (seen.length === 0) return isSeenAsItIs ? 'none' : 'unknown'
  if ([...ports.values()].some((all) => all.size > 1)) return 'changing'
  return servers > 1 ? 'steady' : 'unknown'
}
