import { describe, expect, it } from 'vitest'
import { hasPublicIpv6, hidesLocalAddresses, mappingOf, type Place } from './addresses.ts'

const host = (address: string): Place => ({
  type: 'host',
  address,
  port: 5000,
  relatedAddress: null,
  relatedPort: null,
})

const seen = (
  address: string,
  port: number,
  from: readonly [string, number] = ['192.168.1.2', 5000],
): Place => ({
  type: 'srflx',
  address,
  port,
  relatedAddress: from[0],
  relatedPort: from[1],
})

describe('the mapping', () => {
  it.each<[string, readonly Place[], number, string]>([
    ['is none for a public address', [host('203.0.113.9')], 2, 'none'],
    ['is unknown where nobody answers', [host('192.168.1.2')], 2, 'unknown'],
    ['is unknown behind mDNS where nobody answers', [host('a.local')], 2, 'unknown'],
    ['is unknown with one server', [seen('203.0.113.9', 1)], 1, 'unknown'],
    ['is steady where two servers see one port', [seen('203.0.113.9', 1)], 2, 'steady'],
    [
      'is changing where two servers see two ports',
      [seen('203.0.113.9', 1), seen('203.0.113.9', 2)],
      2,
      'changing',
    ],
    [
      'is changing where two servers see two addresses',
      [seen('203.0.113.9', 1), seen('203.0.113.10', 1)],
      2,
      'changing',
    ],
    [
      'is steady where two of this device’s ports are seen',
      [seen('203.0.113.9', 1), seen('203.0.113.9', 2, ['10.0.0.2', 6000])],
      2,
      'steady',
    ],
    ['has nothing to do with IPv6', [seen('2001:db8::1', 1), seen('2001:db8::1', 2)], 2, 'unknown'],
  ])('%s', (_what, places, servers, expected) => {
    expect(mappingOf(places, servers)).toBe(expected)
  })
})

describe('addresses', () => {
  it('are hidden where there are names of mDNS', () => {
    expect(hidesLocalAddresses([host('8b1c.local')])).toBe(true)
    expect(hidesLocalAddresses([host('192.168.1.2')])).toBe(false)
  })

  it.each([
    ['2001:db8::1', true],
    ['fe80::1', false],
    ['fd00::1', false],
    ['::1', false],
    ['192.0.2.1', false],
  ])('%s is one of public IPv6: %s', (address, expected) => {
    expect(hasPublicIpv6([host(address)])).toBe(expected)
  })
})
