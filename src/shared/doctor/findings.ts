import type { Answer, Measurements } from './measurements.ts'

/** What measurements mean to a person. The wording is in the renderer's catalogues (`doctor.findings.<code>`). */
export const findingCodes = [
  /** Nothing can be said about the rest. */
  'server-unreachable',
  'no-webrtc',
  /** Neither direct connections nor relays are possible from here. */
  'no-way-out',
  /** The server could not be asked which relays there are. */
  'servers-unknown',
  /** The server names relays, and none of them answers. */
  'relay-silent',
  /** Only relays over TCP or TLS are left. */
  'udp-blocked',
  /** Each peer sees another port, and there is no relay for those who cannot cope with that. */
  'symmetric-without-relay',
  /** The same, with a relay. */
  'symmetric',
  /** Pairs that find no direct way to each other cannot connect. */
  'no-relay',
  'relay-slow',
  'capture-impossible',
  'control-refused',
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

/** What keeps two people from connecting, or makes their connection worse; the gravest first. */
export const networkFindings = ({
  stun,
  mapping,
  relay,
}: Pick<Measurements, 'stun' | 'mapping' | 'relay'>): readonly Finding[] => {
  const relays = Object.values(relay)
  const latencies = relays.flatMap((answer) => latencyOf(answer) ?? [])
  const hasRelay = latencies.length > 0
  const isRelaySilent = !hasRelay && relays.some(isSilent)
  const isRelayUnknown = !hasRelay && relays.some(({ kind }) => kind === 'unknown')
  // Without a server that was asked over UDP and gave no answer, nothing is known about UDP.
  const isUdpSilent =
    (isSilent(stun) || isSilent(relay.udp)) && latencyOf(stun) === null && latencyOf(relay.udp) === null

  if (isRelayUnknown) return [problem('servers-unknown')]
  if (isUdpSilent && !hasRelay) return [problem('no-way-out')]
  return [
    ...(isRelaySilent ? [problem('relay-silent')] : []),
    ...(isUdpSilent ? [note('udp-blocked')] : []),
    ...(mapping === 'changing' ? [hasRelay ? note('symmetric') : problem('symmetric-without-relay')] : []),
    ...(!hasRelay && !isRelaySilent && mapping !== 'changing' ? [note('no-relay')] : []),
    ...(hasRelay && Math.min(...latencies) > SLOW_RELAY_MS ? [note('relay-slow')] : []),
  ]
}

/** All there is to say, the gravest first; empty if everything is as it should be. */
export const findingsOf = (measurements: Measurements): readonly Finding[] => {
  const { hasWebrtc, serverMs, canCapture, control } = measurements
  const device = [
    ...(canCapture ? [] : [note('capture-impossible')]),
    ...(control === 'refused' ? [note('control-refused')] : []),
  ]
  if (!hasWebrtc) return [problem('no-webrtc'), ...device]
  if (serverMs === null) return [problem('server-unreachable'), ...device]
  return [...networkFindings(measurements), ...device]
}
