import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase64url, encodeBase64url } from './base64url.ts'

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))

describe('base64url', () => {
  it.each([
    ['', ''],
    ['f', 'Zg'],
    ['fo', 'Zm8'],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg'],
    ['fooba', 'Zm9vYmE'],
    ['foobar', 'Zm9vYmFy'],
  ])('encodes %j as RFC 4648 §10 says, without padding', (plain, encoded) => {
    expect(encodeBase64url(ascii(plain))).toBe(encoded)
  })

  it('agrees with the runtime and comes back, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = encodeBase64url(bytes)
        expect(text).toBe(Buffer.from(bytes).toString('base64url'))
        expect(decodeBase64url(text)).toEqual({ ok: true, value: bytes })
      }),
    )
  })

  it('gives one text to each byte string: what decodes at all encodes to itself', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('A', 'Q', 'g', 'w', 'B', 'z', '0', '9', '-', '_'), maxLength: 12 }),
        (text) => {
          const bytes = decodeBase64url(text)
          if (bytes.ok) expect(encodeBase64url(bytes.value)).toBe(text)
          else expect(bytes.error.code).toBe('bad-request')
        },
      ),
    )
  })

  it.each(['A', 'AAAAA', 'Zh', 'Zm9', 'Zg==', 'Zm+v', 'Zm/v', 'Zm9v ', 'Zm\n9v', 'Zm9ö', '🦊🦊'])(
    'refuses %j',
    (text) => {
      expect(decodeBase64url(text)).toMatchObject({ ok: false, error: { code: 'bad-request' } })
    },
  )
})
