import type { Answer, Measurements } from '#shared/doctor/measurements.ts'
import { hasPublicIpv6, hidesLocalAddresses, isSeenOverIpv4, mappingOf } from './addresses.ts'
import type { IceServers } from '../ice-servers.ts'
import { gather } from './gather.ts'

export interface NetworkExamination {
  readonly measured: Pick<Measurements, 'stun' | 'mapping' | 'relay' | 'hasIpv6' | 'hidesLocalAddresses'>
  /** Addresses under which this device is seen, for a report that is to have them. */
  readonly addresses: readonly string[]
}

/** Far more than any server names. Each is asked over a connection of its own. */
const MAX_ASKED = 24

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

/** Of several: null where nobody was asked. */
const quickest = (answers: readonly Answer[]): Answer | null => {
  const latencies = answers.flatMap((it) => (it.kind === 'answered' ? it.latencyMs : []))
  return latencies.length > 0 ? toAnswer(Math.min(...latencies)) : (answers[0] ?? null)
}

/** A whole allocation: what a connection over this relay begins with. */
const askRelay = async (server: SingleServer): Promise<Answer> => {
  const { cameMs } = await gather(
    { iceServers: [server], iceTransportPolicy: 'relay' },
    ({ type }) => type === 'relay',
  )
  return toAnswer(cameMs[0])
}

interface StunAnswer {
  readonly candidates: readonly RTCIceCandidate[]
  readonly answer: Answer
}

/**
 * Where one server sees this device. A browser says nothing of an address that is seen as it is: being done in time,
 * without a complaint about the server, then is the answer.
 */
const askStun = async (server: SingleServer): Promise<StunAnswer> => {
  const { candidates, cameMs, doneMs, hasErrors } = await gather({ iceServers: [server] }, isSeenOverIpv4)
  const first = cameMs[candidates.findIndex(({ type }) => type === 'srflx')]
  return { candidates, answer: toAnswer(first ?? (hasErrors ? undefined : (doneMs ?? undefined))) }
}

/** Address and port of a server; RFC 7064, section 3.2, has the port of those that name none. */
const placeOf = ({ urls }: SingleServer): string => {
  const place = urls.replace(/^stun:/, '').toLowerCase()
  const hasPort = /^(\[.*\]|[^:]*):\d+$/.test(place)
  return hasPort ? place : `${place}:3478`
}

/**
 * Asks each server by itself, for a browser tells neither who answered nor that two said the same; and then those that
 * answered from one port together, which is what shows the mapping.
 */
const askAllStun = async (servers: readonly SingleServer[]) => {
  const answers = await Promise.all(servers.map(askStun))
  const answering = servers.filter((_, index) => answers[index]?.candidates.some(isSeenOverIpv4))
  const places = new Set(answering.map(placeOf))
  const { candidates } = await gather({ iceServers: places.size > 1 ? [...answering] : [] })
  const local = answers.flatMap((it) => it.candidates.filter(({ type }) => type === 'host'))
  return {
    candidates: [...answers.flatMap((it) => it.candidates), ...candidates],
    stun: quickest(answers.map(({ answer }) => answer)),
    mapping: mappingOf([...local, ...candidates], places.size),
  }
}

/** Asks all servers that a session would use, at the same time; takes up to `PATIENCE_MS`. */
export const examineNetwork = async ({ servers, isWhole }: IceServers): Promise<NetworkExamination> => {
  const all = single(servers).slice(0, MAX_ASKED)
  const unasked: Answer = { kind: isWhole ? 'not-offered' : 'unknown' }
  const relays = all.filter(({ urls }) => urls.startsWith('turn'))
  const askRelaysOver = async (protocol: Protocol): Promise<Answer | null> => {
    const over = relays.filter(({ urls }) => protocolOf(urls) === protocol)
    return quickest(await Promise.all(over.map(askRelay)))
  }
  const [{ candidates, stun, mapping }, udp, tcp, tls] = await Promise.all([
    askAllStun(all.filter(({ urls }) => urls.startsWith('stun:'))),
    askRelaysOver('udp'),
    askRelaysOver('tcp'),
    askRelaysOver('tls'),
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
