import { bytesToHex } from '@noble/curves/utils.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  FINGERPRINT_BYTES,
  fingerprintOfCertificate,
  fingerprintOfDescription,
  isSameFingerprint,
  parseFingerprint,
} from './fingerprint.ts'

const bytes = Uint8Array.from({ length: FINGERPRINT_BYTES }, (_, i) => i * 7 + 3)
const text = (value: Uint8Array): string =>
  [...value].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':')

describe('parseFingerprint', () => {
  it('reads either case', () => {
    expect(parseFingerprint(text(bytes))).toEqual({ ok: true, value: bytes })
    expect(parseFingerprint(text(bytes).toLowerCase())).toEqual({ ok: true, value: bytes })
  })

  it.each([
    '',
    'AB:CD',
    text(bytes).replaceAll(':', ''),
    `${text(bytes)}:00`,
    text(bytes).replace('0A', '0G'),
    ` ${text(bytes)}`,
    `${text(bytes)}\n`,
  ])('refuses %j', (value) => {
    expect(parseFingerprint(value)).toMatchObject({ ok: false, error: { code: 'bad-request' } })
  })
})

const tampered = { ok: false, error: { code: 'tampered' } }
const line = (value: string): string => `a=fingerprint:sha-256 ${value}`
const description = (...lines: readonly string[]): string =>
  ['v=0', 's=-', 't=0 0', 'm=video 9 UDP/TLS/RTP/SAVPF 96', ...lines, 'a=setup:actpass', ''].join('\r\n')

describe('fingerprintOfDescription', () => {
  it('finds the one fingerprint, in whatever case and however often', () => {
    const found = { ok: true, value: bytes }
    expect(fingerprintOfDescription(description(line(text(bytes))))).toEqual(found)
    expect(
      fingerprintOfDescription(
        description(line(text(bytes)), 'm=application', line(text(bytes).toLowerCase())),
      ),
    ).toEqual(found)
    expect(
      fingerprintOfDescription(description(line(text(bytes)).toUpperCase().replace('A=', 'a='))),
    ).toEqual(found)
    expect(fingerprintOfDescription(description(line(text(bytes))).replaceAll('\r\n', '\n'))).toEqual(found)
  })

  const other = text(bytes.toReversed())
  it.each([
    ['none', []],
    ['two that differ', [line(text(bytes)), 'm=application', line(other)]],
    ['a second of another hash', [line(text(bytes)), 'a=fingerprint:sha-1 AB:CD']],
    ['only another hash', [`a=fingerprint:sha-512 ${text(bytes)}`]],
    ['one that is too short', [line('AB:CD')]],
    ['something after it', [`${line(text(bytes))} ${other}`]],
    ['space before it', [line(text(bytes)), ` ${line(other)}`]],
    ['another spelling of the attribute', [line(text(bytes)), `a=fingerprint :sha-256 ${other}`]],
    ['one hidden behind a lone carriage return', [`${line(text(bytes))}\rm=application\r${line(other)}`]],
  ])('refuses a description with %s', (_, lines) => {
    expect(fingerprintOfDescription(description(...lines))).toMatchObject(tampered)
  })

  it('never takes a description that has any other fingerprint added to it anywhere', () => {
    const honest = description(line(text(bytes)))
    fc.assert(
      fc.property(
        fc.nat({ max: honest.split('\r\n').length - 1 }),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        (at, added) => {
          fc.pre(!isSameFingerprint(added, bytes))
          expect(
            fingerprintOfDescription(
              honest
                .split('\r\n')
                .toSpliced(at, 0, line(text(added)))
                .join('\r\n'),
            ),
          ).toMatchObject(tampered)
        },
      ),
    )
  })
})

describe('fingerprintOfCertificate', () => {
  it('is SHA-256', () => {
    // FIPS 180-4, example "abc".
    expect(bytesToHex(fingerprintOfCertificate(Uint8Array.of(0x61, 0x62, 0x63)))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })
})

describe('isSameFingerprint', () => {
  it('sees every single bit, and the length', () => {
    expect(isSameFingerprint(bytes, Uint8Array.from(bytes))).toBe(true)
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
      expect(isSameFingerprint(bytes, flipped)).toBe(false)
    }
    expect(isSameFingerprint(bytes, bytes.subarray(1))).toBe(false)
  })
})
