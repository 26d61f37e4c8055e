import type { ErrorCode } from '../errors.ts'
import type { Answer, Measurements } from './measurements.ts'

/** What measurements mean to a person. The wording is in the renderer's catalogues (`doctor.findings.<code>`). */
export const findingCodes = [
  /** Nothing can be said about the rest. */
  'server-unreachable',
  /** It answers, and refuses for now: too many requests, or it is about to stop. */
  'server-busy',
  'version-mismatch',
  'no-webrtc',
  /** Neither direct connections nor relays are possible from here. */
  'no-way-out',
  /** The server could not be asked which relays there are. */
  'servers-unknown',
  /** This person wants no other way than a relay, and none answers. */
  'relay-only-without-relay',
  /** There are relays, and none of them answers. */
  'relay-silent',
  /** Only relays over TCP or TLS are left. */
  'udp-blocked',
  /** Each peer sees another port, and no relay answers for those who cannot cope with that. */
  'symmetric-without-relay',
  /** The same, with one that does. */
  'symmetric',
  /** Pairs that find no direct way to each other cannot connect. */
  'no-relay',
  'relay-slow',
  'capture-impossible',
  'capture-refused',
  'control-permission-missing',
  'control-wayland',
  'control-unsupported',
] as const

export type FindingCode = (typeof findingCodes)[number]

/** `problem`: something does not work. `note`: it works, in another way than it could, or is not for everybody. */
export type FindingWeight = 'problem' | 'note'

export interface Finding {
  readonly code: FindingCode
  readonly weight: FindingWeight
}

const notes: ReadonlySet<FindingCode> = new Set([
  'udp-blocked',
  'symmetric',
  'no-relay',
  'relay-slow',
  'capture-impossible',
  'capture-refused',
  'control-permission-missing',
  'control-wayland',
  'control-unsupported',
])

export const weightOf = (code: FindingCode): FindingWeight => (notes.has(code) ? 'note' : 'problem')

/** A relay that takes longer than this to answer is felt at each click. */
export const SLOW_RELAY_MS = 1_500

const finding = (code: FindingCode): Finding => ({ code, weight: weightOf(code) })

const latencyOf = (answer: Answer): number | null => (answer.kind === 'answered' ? answer.latencyMs : null)
const isSilent = (answer: Answer): boolean => answer.kind === 'silent'

/** What `networkFindings` looks at. */
export type NetworkMeasurements = Pick<Measurements, 'stun' | 'mapping' | 'relay' | 'relayOnly'>

/** What keeps two people from connecting, or makes their connection worse; the gravest first. */
export const networkFindings = (measured: NetworkMeasurements): readonly Finding[] => {
  const { stun, mapping, relay, relayOnly } = measured
  const relays = Object.values(relay)
  const latencies = relays.flatMap((answer) => latencyOf(answer) ?? [])
  // Without a server that was asked over UDP and gave no answer, nothing is known about UDP.
  const isUdpSilent =
    (isSilent(stun) || isSilent(relay.udp)) && latencyOf(stun) === null && latencyOf(relay.udp) === null

  if (latencies.length === 0) {
    if (relays.some(({ kind }) => kind === 'unknown')) return [finding('servers-unknown')]
    if (isUdpSilent) return [finding('no-way-out')]
    if (relayOnly) return [finding('relay-only-without-relay')]
    if (mapping === 'changing') return [finding('symmetric-without-relay')]
    return [finding(relays.some(isSilent) ? 'relay-silent' : 'no-relay')]
  }
  return [
    ...(isUdpSilent ? [finding('udp-blocked')] : []),
    // Who takes no direct way does not mind what stands in one.
    ...(mapping === 'changing' && !relayOnly ? [finding('symmetric')] : []),
    ...(Math.min(...latencies) > SLOW_RELAY_MS ? [finding('relay-slow')] : []),
  ]
}

/** What this device does not do, or not yet. */
const deviceFindings = ({
  capture,
  control,
}: Pick<Measurements, 'capture' | 'control'>): readonly Finding[] => [
  ...(capture === 'impossible' || capture === 'refused' ? [finding(`capture-${capture}`)] : []),
  ...(control === 'possible' || control === 'only-in-the-app' ? [] : [finding(`control-${control}`)]),
]

/** What a server's refusals mean, where that is more than that it cannot be used. */
const refusals: Readonly<Partial<Record<ErrorCode, FindingCode>>> = {
  'rate-limited': 'server-busy',
  'server-draining': 'server-busy',
  'version-mismatch': 'version-mismatch',
}

/** All there is to say, the gravest first; empty if everything is as it should be. */
export const findingsOf = (measurements: Measurements): readonly Finding[] => {
  const { hasWebrtc, serverMs, serverFailure } = measurements
  const device = deviceFindings(measurements)
  if (!hasWebrtc) return [finding('no-webrtc'), ...device]
  const refusal = serverFailure === null ? undefined : refusals[serverFailure]
  if (serverMs === null) return [finding(refusal ?? 'server-unreachable'), ...device]
  // Why it did not name its servers says more than that it did not.
  const network = networkFindings(measurements).filter(
    ({ code }) => refusal === undefined || code !== 'servers-unknown',
  )
  return [...(refusal ? [finding(refusal)] : []), ...network, ...device]
}

/** What two ends have found out about their networks; nothing is said of what is as it should be. */
export interface BothFindings {
  readonly here: readonly FindingCode[]
  readonly there: readonly FindingCode[]
}

/** What is true of the server, whichever end says it. */
const ofServer: ReadonlySet<FindingCode> = new Set(['servers-unknown', 'no-relay'])

/** Findings of two ends side by side: what is true of their server once, and no lack of relays where an end knows of one. */
export const reconcile = ({ here, there }: BothFindings): BothFindings => {
  const isOneNamed = [...here, ...there].includes('relay-silent')
  const isWorthSaying = (code: FindingCode): boolean => !(isOneNamed && code === 'no-relay')
  return {
    here: here.filter(isWorthSaying),
    there: there.filter((code) => isWorthSaying(code) && !(ofServer.has(code) && here.includes(code))),
  }
}
