import { describe, expect, it } from 'vitest'
import { routeOfPair, selectedRoute } from './selected-route.ts'

const host = (address: string | null) => ({ candidateType: 'host', address, protocol: 'udp' })
const reflexive = (address: string) => ({ candidateType: 'srflx', address, protocol: 'udp' })

describe('routeOfPair', () => {
  it.each([
    ['private addresses', host('192.168.1.4'), host('192.168.1.7')],
    ['the private addresses of larger networks', host('10.0.3.4'), host('172.31.0.9')],
    ['a name of mDNS', host('192.168.1.4'), host(null)],
    ['a name that is shown', host('192.168.1.4'), host('0f5c-11.local')],
    [
      'a private address that was only found out',
      host('192.168.1.4'),
      { ...host('192.168.1.7'), candidateType: 'prflx' },
    ],
    ['link-local IPv6', host('fe80::1'), host('fe80::2')],
    ['unique local IPv6', host('fd12:3456::1'), host('fd12:3456::2')],
    ['one global IPv6 network', host('2001:db8:0:7::1'), host('2001:db8:0:7:aa:bb:cc:dd')],
    ['one computer', host('127.0.0.1'), host('127.0.0.1')],
    ['one address', host('203.0.113.4'), host('203.0.113.4')],
    ['no translation of a local address', host('192.168.1.4'), { ...host(null), candidateType: 'prflx' }],
  ])('is one network over %s', (_, local, remote) => {
    expect(routeOfPair(local, remote)).toEqual({ kind: 'same-network', protocol: 'udp', relay: null })
  })

  it.each([
    ['public addresses', reflexive('203.0.113.4'), reflexive('198.51.100.7')],
    ['two global IPv6 networks', host('2001:db8:0:7::1'), host('2001:db8:0:8::1')],
    ['networks that differ behind a gap', host('2001:db8::7:0:0:0:1'), host('2001:db8::8:0:0:0:1')],
    ['IPv6 to a computer that hides its own address', host(null), host('2001:db8:0:8::1')],
    ['an address that nobody tells', reflexive('203.0.113.4'), { ...host(null), candidateType: 'prflx' }],
    [
      'a public address to one that nobody tells',
      host('203.0.113.4'),
      { ...host(null), candidateType: 'prflx' },
    ],
    ['a public address that only looks private', reflexive('203.0.113.4'), host('172.32.0.1')],
  ])('is direct over %s', (_, local, remote) => {
    expect(routeOfPair(local, remote).kind).toBe('direct')
  })

  it.each(['udp', 'tcp', 'tls'] as const)('is relayed, over %s to the relay', (relayProtocol) => {
    const url = `turn:relay.example:3478?transport=${relayProtocol}`
    const relay = { candidateType: 'relay', address: '203.0.113.9', protocol: 'udp', relayProtocol, url }
    expect(routeOfPair(relay, host('192.168.1.4'))).toEqual({
      kind: 'relayed',
      protocol: relayProtocol,
      relay: 'relay.example:3478',
    })
  })

  it('names the address of a relay that it has no name for', () => {
    const relay = { candidateType: 'relay', address: '203.0.113.9', protocol: 'udp' }
    expect(routeOfPair(relay, host('192.168.1.4')).relay).toBe('203.0.113.9')
  })

  it("is relayed when the other side's end is", () => {
    const relay = { candidateType: 'relay', address: '203.0.113.9', protocol: 'udp' }
    expect(routeOfPair({ ...host('192.168.1.4'), protocol: 'tcp' }, relay)).toEqual({
      kind: 'relayed',
      protocol: 'tcp',
      relay: null,
    })
  })
})

describe('selectedRoute', () => {
  const report = (selectedCandidatePairId?: string): RTCStatsReport =>
    new Map<string, object>([
      ['other', { type: 'candidate-pair', localCandidateId: 'l2', remoteCandidateId: 'r' }],
      ['pair', { type: 'candidate-pair', localCandidateId: 'l', remoteCandidateId: 'r' }],
      ['l', { type: 'local-candidate', ...reflexive('203.0.113.4') }],
      ['l2', { type: 'local-candidate', candidateType: 'relay' }],
      ['r', { type: 'remote-candidate', ...reflexive('198.51.100.7') }],
      ['t', { type: 'transport', selectedCandidatePairId }],
    ])

  it('is that of the selected pair', () => {
    expect(selectedRoute(report('pair'))).toEqual({ kind: 'direct', protocol: 'udp', relay: null })
    expect(selectedRoute(report('other'))).toMatchObject({ kind: 'relayed' })
  })

  it('is unknown while none is selected', () => {
    expect(selectedRoute(report())).toBeNull()
    expect(selectedRoute(new Map())).toBeNull()
  })
})
