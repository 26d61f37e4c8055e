import { describe, expect, it } from 'vitest'
import type { Measurements } from '#shared/doctor/measurements.ts'
import { doctorFacts, doctorReport } from './doctor-text.ts'

const measured: Measurements = {
  serverMs: 30,
  serverFailure: null,
  hasWebrtc: true,
  stun: { kind: 'answered', latencyMs: 12 },
  mapping: 'steady',
  relay: { udp: { kind: 'silent' }, tcp: { kind: 'not-offered' }, tls: { kind: 'answered', latencyMs: 80 } },
  relayOnly: true,
  hasIpv6: false,
  hidesLocalAddresses: true,
  capture: 'not-asked',
  control: 'only-in-the-app',
}
const text = {
  t: (key: string, named: Readonly<Record<string, string | number>> = {}) =>
    [key, ...Object.values(named)].join(' '),
  number: String,
}

describe('the report', () => {
  it('has a line for each finding and each fact', () => {
    const facts = doctorFacts(measured, text)
    expect(facts.map(({ value }) => value)).toEqual([
      'doctor.answered 30',
      'doctor.answered 12',
      'doctor.mapping.steady',
      'doctor.silent',
      'doctor.not-offered',
      'doctor.answered 80',
      'doctor.yes',
      'doctor.no',
      'doctor.yes',
      'doctor.capture.not-asked',
      'doctor.control.only-in-the-app',
    ])
    expect(
      doctorReport({ findings: ['no-relay', 'capture-impossible'], facts }, [], text).split('\n'),
    ).toEqual([
      'doctor.title',
      'doctor.findings.no-relay.here',
      'doctor.findings.capture-impossible.here',
      '',
      ...facts.map(({ name, value }) => `${name}: ${value}`),
    ])
    expect(doctorReport({ findings: [], facts }, [], text)).toContain('doctor.fine')
  })

  it.each([
    [null, 'version-mismatch', 'doctor.unreachable version-mismatch'],
    [30, 'rate-limited', 'doctor.answeredBut 30 rate-limited'],
  ] as const)('says what the server has refused with (%s, %s)', (serverMs, serverFailure, said) => {
    expect(doctorFacts({ ...measured, serverMs, serverFailure }, text)[0]?.value).toBe(said)
  })

  it('has addresses for who asked for them alone', () => {
    const facts = doctorFacts(measured, text)
    expect(doctorReport({ findings: [], facts }, [], text)).not.toContain('203.0.113.9')
    expect(doctorReport({ findings: [], facts }, ['203.0.113.9'], text)).toContain('203.0.113.9')
  })
})
