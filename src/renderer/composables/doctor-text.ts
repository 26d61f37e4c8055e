import type { FindingCode } from '#shared/doctor/findings.ts'
import type { Answer, Measurements } from '#shared/doctor/measurements.ts'
import type { Text } from './use-text.ts'

export interface DoctorFact {
  readonly name: string
  readonly value: string
}

const answerText = (answer: Answer, { t, number }: Pick<Text, 't' | 'number'>): string =>
  answer.kind === 'answered'
    ? t('doctor.answered', { ms: number(answer.latencyMs) })
    : t(`doctor.${answer.kind}`)

/** With the failure's code, which tells who runs the server more than a sentence. */
const serverText = (
  { serverMs, serverFailure: code }: Pick<Measurements, 'serverMs' | 'serverFailure'>,
  { t, number }: Pick<Text, 't' | 'number'>,
): string => {
  if (serverMs === null) return t('doctor.unreachable', { code: code ?? '' })
  const ms = number(serverMs)
  return code === null ? t('doctor.answered', { ms }) : t('doctor.answeredBut', { ms, code })
}

/** Everything that was measured, in the order of a connection's way out. */
export const doctorFacts = (
  measured: Measurements,
  text: Pick<Text, 't' | 'number'>,
): readonly DoctorFact[] => {
  const { t } = text
  const { stun, mapping, relay, relayOnly, hasIpv6, hidesLocalAddresses, capture, control } = measured
  const yesNo = (is: boolean): string => t(is ? 'doctor.yes' : 'doctor.no')
  return [
    { name: t('doctor.facts.server'), value: serverText(measured, text) },
    { name: t('doctor.facts.stun'), value: answerText(stun, text) },
    { name: t('doctor.facts.mapping'), value: t(`doctor.mapping.${mapping}`) },
    { name: t('doctor.facts.relayUdp'), value: answerText(relay.udp, text) },
    { name: t('doctor.facts.relayTcp'), value: answerText(relay.tcp, text) },
    { name: t('doctor.facts.relayTls'), value: answerText(relay.tls, text) },
    { name: t('doctor.facts.relayOnly'), value: yesNo(relayOnly) },
    { name: t('doctor.facts.ipv6'), value: yesNo(hasIpv6) },
    { name: t('doctor.facts.mdns'), value: yesNo(hidesLocalAddresses) },
    { name: t('doctor.facts.capture'), value: t(`doctor.capture.${capture}`) },
    { name: t('doctor.facts.control'), value: t(`doctor.control.${control}`) },
  ]
}

/** What was found, what was measured, and the addresses for who asked for them: to be pasted into a message. */
export const doctorReport = (
  { findings, facts }: Readonly<{ findings: readonly FindingCode[]; facts: readonly DoctorFact[] }>,
  addresses: readonly string[],
  { t }: Pick<Text, 't'>,
): string =>
  [
    t('doctor.title'),
    ...(findings.length === 0
      ? [t('doctor.fine')]
      : findings.map((code) => t(`doctor.findings.${code}.here`))),
    '',
    ...facts.map(({ name, value }) => `${name}: ${value}`),
    ...addresses.map((address) => `${t('doctor.address')}: ${address}`),
  ].join('\n')
