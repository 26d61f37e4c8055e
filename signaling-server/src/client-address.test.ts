import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressKey, createAddressReader, type TrustProxy } from './client-address.ts'

const read = (trust: TrustProxy, remoteAddress: string | undefined, forwardedFor?: string): string =>
  createAddressReader(trust)({ remoteAddress, forwardedFor })

describe('the address of a client', () => {
  it('is that of its connection, whatever it claims, when no proxy is trusted', () => {
    expect(read({ kind: 'none' }, '192.0.2.1', '203.0.113.9')).toBe('192.0.2.1')
  })

  it.each([
    [1, '203.0.113.9, 198.51.100.7', '198.51.100.7'],
    [2, '203.0.113.9, 198.51.100.7', '203.0.113.9'],
    [3, '203.0.113.9, 198.51.100.7', '203.0.113.9'],
    [1, '', '10.0.0.1'],
    [1, '203.0.113.9, nonsense', '10.0.0.1'],
    [0, '203.0.113.9', '10.0.0.1'],
  ])('behind %i hops with "%s" is %s', (count, forwardedFor, client) => {
    expect(read({ kind: 'hops', count }, '10.0.0.1', forwardedFor)).toBe(client)
  })

  it.each([
    ['::ffff:10.0.0.1', '203.0.113.9, 10.1.2.3', '203.0.113.9'],
    ['10.0.0.1', '192.0.2.66, 203.0.113.9', '203.0.113.9'],
    ['203.0.113.9', '192.0.2.66', '203.0.113.9'],
    ['fd00::1', '2001:DB8:0:0::1', '2001:db8::1'],
    ['10.0.0.1', '10.0.0.2, 10.0.0.3', '10.0.0.2'],
  ])('from %s with "%s", past the trusted blocks, is %s', (remote, forwardedFor, client) => {
    const blocks = ['10.0.0.0/8', 'fd00::1']
    expect(read({ kind: 'blocks', blocks }, remote, forwardedFor)).toBe(client)
  })

  it('has one spelling', () => {
    expect(read({ kind: 'none' }, '::ffff:192.0.2.1')).toBe('192.0.2.1')
    expect(read({ kind: 'none' }, '::ffff:c000:201')).toBe('192.0.2.1')
    expect(read({ kind: 'none' }, 'fe80::1%eth0')).toBe('fe80::1')
    expect(read({ kind: 'none' }, undefined)).toBe('unknown')
  })

  it('cannot be chosen by the client, whatever header it sends', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-f.:, ]*$/), (claim) => {
        expect(read({ kind: 'hops', count: 1 }, '10.0.0.1', `${claim}, 203.0.113.9`)).toBe('203.0.113.9')
      }),
    )
  })
})

describe('the key that limits are counted by', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::7', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['unknown', 'unknown'],
  ])('of %s is %s', (address, key) => {
    expect(addressKey(address)).toBe(key)
  })

  it('is the same for all addresses of one /64, and for no others', () => {
    const group = fc.nat(0xffff).map((n) => n.toString(16))
    fc.assert(
      fc.property(fc.array(group, { minLength: 4, maxLength: 4 }), fc.ipV6(), (network, other) => {
        const canonical = (suffix: string) => read({ kind: 'none' }, `${network.join(':')}:${suffix}`)
        const key = addressKey(canonical('0:0:0:1'))
        expect(addressKey(canonical('dead:beef:0:1'))).toBe(key)
        const stranger = read({ kind: 'none' }, `fe80:${other.split(':')[0] ?? ''}0::1`)
        if (stranger !== 'unknown' && network[0] !== 'fe80') expect(addressKey(stranger)).not.toBe(key)
      }),
    )
  })
})
