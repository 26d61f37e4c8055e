import type { Answer, Measurements } from '#shared/doctor/measurements.ts'
import { hasPublicIpv6, hidesLocalAddresses, mappingOf } from './addresses.ts'
import { gather } from './gather.ts'

export interface NetworkExamination {
  readonly measured: Pick<Measurements, 'stun' | 'mapping' | 'relay' | 'hasIpv6' | 'hidesLocalAddresses'>
  /** Addresses under which this device is seen, for a report that is to have them. */
  readonly addresses: readonly string[]
}

type Protocol = keyof Measurements['relay']

/** One URL with its credentials. */
const single = (servers: readonly RTCIceServer[]): readonly (RTCIceServer & { readonly urls: string })[] =>
  servers.flatMap((server) => [server.urls].flat().map((urls) => ({ ...server, urls })))

/** RFC 7065: `turns` is TLS; without `transport`, `turn` is UDP. */
const protocolOf = (url: string): Protocol =>
  url.startsWith('turns:') ? 'tls' : url.includes('transport=tcp') ? 'tcp' : 'udp'

const toAnswer = (latencyMs: number | undefined): Answer =>
  latencyMs === undefined ? { kind: 'silent' } : { kind: 'answered', latencyMs: Math.round(latencyMs) }

/** A whole allocation: what a connection over this relay begins with. */
const askRelay = async (servers: readonly RTCIceServer[]): Promise<Answer> => {
  if (servers.length === 0) return { kind: 'not-offered' }
  const { cameMs } = await gather(
    { iceServers: [...servers], iceTransportPolicy: 'relay' },
    ({ type }) => type === 'relay',
  )
  return toAnswer(cameMs[0])
}

/**
 * Where this device is seen from. A browser says nothing of an address that is seen as it is: being done in time,
 * without a complaint about a server, then is the answer.
 */
const askStun = async (servers: readonly (RTCIceServer & { readonly urls: string })[]) => {
  const { candidates, cameMs, doneMs, hasErrors } = await gather({ iceServers: [...servers] })
  const first = cameMs[candidates.findIndex(({ type }) => type === 'srflx')]
  const stun: Answer =
    servers.length === 0
      ? { kind: 'not-offered' }
      : toAnswer(first ?? (hasErrors ? undefined : (doneMs ?? undefined)))
  const places = new Set(servers.map(({ urls }) => urls.replace(/^stuns?:/, '')))
  return { candidates, stun, mapping: mappingOf(candidates, places.size) }
}

/** Asks all servers that a session would use, at the same time; takes up to `PATIENCE_MS`. */
export const examineNetwork = async (iceServers: readonly RTCIceServer[]): Promise<NetworkExamination> => {
  const all = single(iceServers)
  const relays = all.filter(({ urls }) => urls.startsWith('turn'))
  const relaysOver = (protocol: Protocol) => relays.filter(({ urls }) => protocolOf(urls) === protocol)
  const [{ candidates, stun, mapping }, udp, tcp, tls] = await Promise.all([
    askStun(all.filter(({ urls }) => urls.startsWith('stun:'))),
    askRelay(relaysOver('udp')),
    askRelay(relaysOver('tcp')),
    askRelay(relaysOver('tls')),
  ])
  return {
    measured: {
      stun,
      mapping,
      relay: { udp, tcp, tls },
      hasIpv6: hasPublicIpv6(candidates),
      hidesLocalAddresses: hidesLocalAddresses(candidates),
    },
    addresses: [...new Set(candidates.flatMap(({ address }) => address ?? []))],
  }
}
