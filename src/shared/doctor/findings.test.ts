import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findingCodes, findingsOf, reconcile, SLOW_RELAY_MS } from './findings.ts'
import type { Answer, Measurements } from './measurements.ts'

const silent: Answer = { kind: 'silent' }
const absent: Answer = { kind: 'not-offered' }
const answered = (latencyMs = 40): Answer => ({ kind: 'answered', latencyMs })

const fine: Measurements = {
  serverMs: 30,
  serverFailure: null,
  hasWebrtc: true,
  stun: answered(),
  mapping: 'steady',
  relay: { udp: answered(), tcp: answered(), tls: answered() },
  relayOnly: false,
  hasIpv6: true,
  hidesLocalAddresses: false,
  capture: 'possible',
  control: 'possible',
}
const unknown: Answer = { kind: 'unknown' }
const noRelay = { udp: absent, tcp: absent, tls: absent }

const codesOf = (changes: Partial<Measurements>) =>
  findingsOf({ ...fine, ...changes }).map(({ code }) => code)

describe('findings', () => {
  it.each<[string, Partial<Measurements>, readonly string[]]>([
    ['nothing where all is well', {}, []],
    ['nothing about a browser that hides local addresses', { hidesLocalAddresses: true }, []],
    ['nothing about a network without IPv6', { hasIpv6: false }, []],
    ['nothing about control that a browser never has', { control: 'only-in-the-app' }, []],
    ['a server out of reach, and nothing else', { serverMs: null, stun: silent }, ['server-unreachable']],
    [
      'that the server is of another version',
      { serverMs: null, serverFailure: 'version-mismatch', stun: unknown },
      ['version-mismatch'],
    ],
    [
      'that the server is about to stop',
      { serverMs: null, serverFailure: 'server-draining' },
      ['server-busy'],
    ],
    [
      'that the server has been asked too often, rather than that nobody knows of relays',
      {
        serverFailure: 'rate-limited',
        stun: unknown,
        mapping: 'unknown',
        relay: { udp: unknown, tcp: unknown, tls: unknown },
      },
      ['server-busy'],
    ],
    [
      'that the server did not say which relays there are, where nobody knows why',
      { serverFailure: 'server-unreachable', relay: { udp: unknown, tcp: unknown, tls: unknown } },
      ['servers-unknown'],
    ],
    ['a browser without WebRTC, and nothing else', { hasWebrtc: false, serverMs: null }, ['no-webrtc']],
    [
      'UDP that is blocked, with relays over TCP',
      { stun: silent, relay: { udp: silent, tcp: answered(), tls: answered() }, mapping: 'unknown' },
      ['udp-blocked'],
    ],
    [
      'UDP that is blocked, with a relay over TLS alone',
      { stun: silent, relay: { udp: silent, tcp: silent, tls: answered() }, mapping: 'unknown' },
      ['udp-blocked'],
    ],
    ['UDP that works, where only STUN is silent', { stun: silent }, []],
    ['UDP that works, where only the relay is silent', { relay: { ...fine.relay, udp: silent } }, []],
    [
      'no way out at all',
      { stun: silent, relay: { udp: silent, tcp: silent, tls: silent }, mapping: 'unknown' },
      ['no-way-out'],
    ],
    ['no way out without relays', { stun: silent, relay: noRelay, mapping: 'unknown' }, ['no-way-out']],
    [
      'nothing about UDP that nobody was asked over',
      { stun: absent, relay: noRelay, mapping: 'unknown' },
      ['no-relay'],
    ],
    ['relays that do not answer', { relay: { udp: silent, tcp: silent, tls: absent } }, ['relay-silent']],
    ['a symmetric NAT, and the relay that is there for it', { mapping: 'changing' }, ['symmetric']],
    ['a symmetric NAT without one', { mapping: 'changing', relay: noRelay }, ['symmetric-without-relay']],
    [
      'a symmetric NAT with a silent one',
      { mapping: 'changing', relay: { udp: silent, tcp: absent, tls: absent } },
      ['symmetric-without-relay'],
    ],
    ['nothing about ports to who wants relays alone', { mapping: 'changing', relayOnly: true }, []],
    [
      'that there is no relay for who wants nothing else',
      { relay: noRelay, relayOnly: true },
      ['relay-only-without-relay'],
    ],
    [
      'that no relay answers who wants nothing else',
      { relay: { udp: silent, tcp: silent, tls: silent }, mapping: 'changing', relayOnly: true },
      ['relay-only-without-relay'],
    ],
    [
      'that nobody knows of relays, not that there are none',
      { stun: unknown, mapping: 'unknown', relay: { udp: unknown, tcp: unknown, tls: unknown } },
      ['servers-unknown'],
    ],
    [
      'nothing of what nobody knows, where a relay of one’s own answers',
      { stun: unknown, mapping: 'unknown', relay: { udp: unknown, tcp: unknown, tls: answered() } },
      [],
    ],
    ['a server without relays', { relay: noRelay }, ['no-relay']],
    [
      'relays that are all slow',
      { relay: { udp: answered(SLOW_RELAY_MS + 1), tcp: answered(SLOW_RELAY_MS + 9), tls: absent } },
      ['relay-slow'],
    ],
    [
      'nothing about slow ones beside a fast one',
      { relay: { udp: answered(SLOW_RELAY_MS), tcp: answered(SLOW_RELAY_MS + 9), tls: absent } },
      [],
    ],
    ['a device that shows nothing', { capture: 'impossible' }, ['capture-impossible']],
    ['a system that lets nobody see the screen', { capture: 'refused' }, ['capture-refused']],
    ['nothing about a system that has not been asked', { capture: 'not-asked' }, []],
    ['a permission that is missing', { control: 'permission-missing' }, ['control-permission-missing']],
    ['a system without control', { control: 'wayland' }, ['control-wayland']],
    ['an app without control', { control: 'unsupported' }, ['control-unsupported']],
  ])('say %s', (_what, changes, expected) => {
    expect(codesOf(changes)).toEqual(expected)
  })

  const answers = fc.constantFrom(silent, absent, unknown, answered(), answered(SLOW_RELAY_MS + 1))
  const measurements = fc.record({
    serverMs: fc.constantFrom(null, 30),
    serverFailure: fc.constantFrom(null, 'server-unreachable', 'rate-limited', 'version-mismatch'),
    hasWebrtc: fc.boolean(),
    stun: answers,
    mapping: fc.constantFrom('none', 'steady', 'changing', 'unknown'),
    relay: fc.record({ udp: answers, tcp: answers, tls: answers }),
    relayOnly: fc.boolean(),
    hasIpv6: fc.boolean(),
    hidesLocalAddresses: fc.boolean(),
    capture: fc.constantFrom('possible', 'not-asked', 'refused', 'impossible'),
    control: fc.constantFrom('possible', 'permission-missing', 'wayland', 'unsupported', 'only-in-the-app'),
  }) satisfies fc.Arbitrary<Measurements>

  it('say each thing once, problems first, whatever was measured', () => {
    fc.assert(
      fc.property(measurements, (measured) => {
        const findings = findingsOf(measured)
        expect(new Set(findings.map(({ code }) => code)).size).toBe(findings.length)
        const weights = findings.map(({ weight }) => weight)
        expect(weights).toEqual([...weights].sort((a, b) => b.localeCompare(a)))
      }),
      { numRuns: 2000 },
    )
  })

  it('never speak of a way out that is not there, nor hide that there is none', () => {
    fc.assert(
      fc.property(measurements, (measured) => {
        const codes = findingsOf(measured).map(({ code }) => code)
        const all = [measured.stun, ...Object.values(measured.relay)]
        const isOut = all.some(({ kind }) => kind === 'answered')
        if (codes.includes('no-way-out')) expect(isOut).toBe(false)
        const isReached = measured.hasWebrtc && measured.serverMs !== null
        // Otherwise what there is besides is not known.
        const isTold = measured.serverFailure === null
        const isUdpSilent = measured.stun.kind === 'silent' || measured.relay.udp.kind === 'silent'
        if (isReached && isTold && !isOut && isUdpSilent && !codes.includes('servers-unknown'))
          expect(codes).toContain('no-way-out')
      }),
      { numRuns: 2000 },
    )
  })

  it('never say that there is no relay beside one that does not answer', () => {
    fc.assert(
      fc.property(measurements, (measured) => {
        const codes = findingsOf(measured).map(({ code }) => code)
        const ofRelays = codes.filter((code) =>
          ['no-relay', 'relay-silent', 'symmetric-without-relay', 'relay-only-without-relay'].includes(code),
        )
        expect(ofRelays.length).toBeLessThanOrEqual(1)
      }),
      { numRuns: 2000 },
    )
  })

  it('can be any of those that have a name', () => {
    const said = new Set(
      fc
        .sample(measurements, { numRuns: 5000, seed: 1 })
        .flatMap((it) => findingsOf(it))
        .map(({ code }) => code),
    )
    expect([...said].sort()).toEqual([...findingCodes].sort())
  })
})

describe('the findings of two ends', () => {
  it('name what is true of the server once', () => {
    expect(reconcile({ here: ['no-relay'], there: ['udp-blocked', 'no-relay'] })).toEqual({
      here: ['no-relay'],
      there: ['udp-blocked'],
    })
    expect(reconcile({ here: [], there: ['no-relay'] })).toEqual({ here: [], there: ['no-relay'] })
  })

  it('name what is true of each network twice', () => {
    const both = { here: ['udp-blocked'], there: ['udp-blocked'] } as const
    expect(reconcile(both)).toEqual(both)
  })

  it.each([
    [
      { here: ['no-relay'], there: ['relay-silent'] },
      { here: [], there: ['relay-silent'] },
    ],
    [
      { here: ['relay-silent'], there: ['no-relay'] },
      { here: ['relay-silent'], there: [] },
    ],
  ] as const)('do not say that there is no relay where an end knows of one', (both, expected) => {
    expect(reconcile(both)).toEqual(expected)
  })
})
