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

/** `problem`: something does not work. `note`: it works, in another way than it could. */
export interface Finding {
  readonly code: FindingCode
  readonly weight: 'problem' | 'note'
}

/** A relay that takes longer than this to answer is felt at each click. */
export const SLOW_RELAY_MS = 1_500

const problem = (code: FindingCode): Finding => ({ code, weight: 'problem' })
const note = (code: FindingCode): Finding => ({ code, weight: 'note' })

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
    if (relays.some(({ kind }) => kind === 'unknown')) return [problem('servers-unknown')]
    if (isUdpSilent) return [problem('no-way-out')]
    if (relayOnly) return [problem('relay-only-without-relay')]
    if (mapping === 'changing') return [problem('symmetric-without-relay')]
    return [relays.some(isSilent) ? problem('relay-silent') : note('no-relay')]
  }
  return [
    ...(isUdpSilent ? [note('udp-blocked')] : []),
    // Who takes no direct way does not mind what stands in one.
    ...(mapping === 'changing' && !relayOnly ? [note('symmetric')] : []),
    ...(Math.min(...latencies) > SLOW_RELAY_MS ? [note('relay-slow')] : []),
  ]
}

/** What this device does not do, or not yet. */
const deviceFindings = ({
  capture,
  control,
}: Pick<Measurements, 'capture' | 'control'>): readonly Finding[] => [
  ...(capture === 'impossible' || capture === 'refused' ? [note(`capture-${capture}`)] : []),
  ...(control === 'possible' || control === 'only-in-the-app' ? [] : [note(`control-${control}`)]),
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
  if (!hasWebrtc) return [problem('no-webrtc'), ...device]
  const refusal = serverFailure === null ? undefined : refusals[serverFailure]
  if (serverMs === null) return [problem(refusal ?? 'server-unreachable'), ...device]
  // Why it did not name its servers says more than that it did not.
  const network = networkFindings(measurements).filter(
    ({ code }) => refusal === undefined || code !== 'servers-unknown',
  )
  return [...(refusal ? [problem(refusal)] : []), ...network, ...device]
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
