import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawBytes, lvCat, lvSplit, prependLength } from './bytes.ts'

const range = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i)

/** Vectors of draft-irtf-cfrg-cpace-21, "Definition and test vectors for string utility functions". */
describe('prependLength', () => {
  it.each([
    [new Uint8Array(), '00'],
    [utf8ToBytes('1234'), '0431323334'],
    [range(127), `7f${bytesToHex(range(127))}`],
    [range(128), `8001${bytesToHex(range(128))}`],
    [new Uint8Array(16384), `808001${'00'.repeat(16384)}`],
  ])('puts the length in LEB128 before %j', (bytes, expected) => {
    expect(bytesToHex(prependLength(bytes))).toBe(expected)
  })
})

describe('lvCat', () => {
  it('matches the draft', () => {
    expect(bytesToHex(lvCat('1234', '5', '', '678'))).toBe('043132333401350003363738')
  })

  it('comes apart again, so no two lists of parts give the same bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 127 })), (parts) => {
        expect(lvSplit(lvCat(...parts))).toEqual({ ok: true, value: parts })
      }),
    )
  })
})

describe('lvSplit', () => {
  it.each([
    ['a length beyond the end', '0431'],
    ['a length with nothing after it', '01'],
    ['a part of 128 bytes', `8001${'00'.repeat(128)}`],
    ['a length with a needless LEB128 byte', '840031323334'],
  ])('refuses %s', (_, hex) => {
    expect(lvSplit(hexToBytes(hex))).toMatchObject({ ok: false, error: { code: 'bad-request' } })
  })
})

describe('drawBytes', () => {
  it('throws for a source that gives too few', () => {
    expect(() => drawBytes(16, () => new Uint8Array(15))).toThrow('got 15')
  })
})
