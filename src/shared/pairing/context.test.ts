import { bytesToHex } from '@noble/curves/utils.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { channelOf, encodeData, openData, passwordOf, sessionIdOf } from './context.ts'
import { failed, pairingOptions } from './testing/run-pairing.ts'

const nonce = fc.uint8Array({ minLength: 16, maxLength: 16 })

describe('passwordOf', () => {
  it('is the code without the space', () => {
    expect(String.fromCharCode(...passwordOf({ room: '48213', secret: '90571' }))).toBe('4821390571')
  })
})

describe('sessionIdOf', () => {
  it('is new as soon as either side draws afresh, and knows whose nonce is whose', () => {
    fc.assert(
      fc.property(nonce, nonce, nonce, (host, viewer, fresh) => {
        fc.pre(new Set([host, viewer, fresh].map(bytesToHex)).size === 3)
        const ids = [
          sessionIdOf(host, viewer),
          sessionIdOf(fresh, viewer),
          sessionIdOf(host, fresh),
          sessionIdOf(viewer, host),
        ]
        expect(new Set(ids.map(bytesToHex)).size).toBe(4)
        expect(ids[0]).toHaveLength(32)
      }),
    )
  })
})

describe('channelOf', () => {
  it('names version, initiator, responder and room, each in its place', () => {
    const of = (overrides: Parameters<typeof pairingOptions>[1]) =>
      bytesToHex(channelOf(pairingOptions('viewer', overrides)))
    const room = (digits: string) => ({ code: { room: digits, secret: '90571' } })
    const channels = [
      {},
      { version: 2 },
      { viewerId: 'x' },
      { hostId: 'x' },
      { viewerId: 'h'.repeat(22), hostId: 'v'.repeat(22) },
      room('48214'),
    ].map(of)
    expect(new Set(channels).size).toBe(channels.length)
    expect(of({ code: { room: '48213', secret: '00000' } })).toBe(of({}))
  })
})

describe('openData', () => {
  const fingerprint = new Uint8Array(32).fill(7)
  const claim = { role: 'viewer', version: 1, nonce: new Uint8Array(16).fill(9) } as const

  it('gives the fingerprint of what was encoded', () => {
    expect(openData(encodeData(claim, fingerprint), claim)).toEqual({ ok: true, value: fingerprint })
  })

  it('fails, or gives another fingerprint, with any single bit changed', () => {
    const data = encodeData(claim, fingerprint)
    for (let bit = 0; bit < data.length * 8; bit++) {
      const flipped = data.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
      expect(openData(flipped, claim)).not.toEqual({ ok: true, value: fingerprint })
    }
  })

  it.each([
    { ...claim, role: 'host' } as const,
    { ...claim, version: 2 },
    { ...claim, nonce: new Uint8Array(16) },
  ])('takes no data of another claim', (other) => {
    expect(openData(encodeData(other, fingerprint), claim)).toMatchObject(failed('tampered'))
  })
})
