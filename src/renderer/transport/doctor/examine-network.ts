import type { Answer, Measurements } from '#shared/doctor/measurements.ts'
import { hasPublicIpv6, hidesLocalAddresses, mappingOf } from './addresses.ts'
import type { IceServers } from '../ice-servers.ts'
import { gather } from './gather.ts'

export interface NetworkExamination {
  readonly measured: Pick<Measurements, 'stun' | 'mapping' | 'relay' | 'hasIpv6' | 'hidesLocalAddresses'>
  /** Addresses under which this device is seen, for a report that is to have them. */
  readonly addresses: readonly string[]
}

type Protocol = keyof Measurements['relay']

/** One URL with its credentials. */
type SingleServer = RTCIceServer & { readonly urls: string }

const single = (servers: readonly RTCIceServer[]): readonly SingleServer[] =>
  servers.flatMap((server) => [server.urls].flat().map((urls) => ({ ...server, urls })))

/** RFC 7065: `turns` is TLS; without `transport`, `turn` is UDP. */
const protocolOf = (url: string): Protocol =>
  url.startsWith('turns:') ? 'tls' : url.includes('transport=tcp') ? 'tcp' : 'udp'

const toAnswer = (latencyMs: number | undefined): Answer =>
  latencyMs === undefined ? { kind: 'silent' } : { kind: 'answered', latencyMs: Math.round(latencyMs) }

/** A whole allocation: what a connection over this relay begins with. Null where there is none. */
const askRelay = async (servers: readonly RTCIceServer[]): Promise<Answer | null> => {
  if (servers.length === 0) return null
  const { cameMs } = await gather(
    { iceServers: [...servers], iceTransportPolicy: 'relay' },
    ({ type }) => type === 'relay',
  )
  return toAnswer(cameMs[0])
}

/**
 * Where this device is seen from. A browser says nothing of an address that is seen as it is: being done in time,
 * without a complaint about a server, then is the answer. Null where there is nobody to ask.
 */
const askStun = async (servers: readonly SingleServer[]) => {
  const { candidates, cameMs, doneMs, hasErrors } = await gather({ iceServers: [...servers] })
  const first = cameMs[candidates.findIndex(({ type }) => type === 'srflx')]
  const stun =
    servers.length === 0 ? null : toAnswer(first ?? (hasErrors ? undefined : (doneMs ?? undefined)))
  const places = new Set(servers.map(({ urls }) => urls.replace(/^stuns?:/, '')))
  return { candidates, stun, mapping: mappingOf(candidates, places.size) }
}

/** Asks all servers that a session would use, at the same time; takes up to `PATIENCE_MS`. */
export const examineNetwork = async ({ servers, isWhole }: IceServers): Promise<NetworkExamination> => {
  const all = single(servers)
  const unasked: Answer = { kind: isWhole ? 'not-offered' : 'unknown' }
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
      stun: stun ?? unasked,
      mapping,
      relay: { udp: udp ?? unasked, tcp: tcp ?? unasked, tls: tls ?? unasked },
      hasIpv6: hasPublicIpv6(candidates),
      hidesLocalAddresses: hidesLocalAddresses(candidates),
    },
    addresses: [...new Set(candidates.flatMap(({ address }) => address ?? []))],
  }
}
