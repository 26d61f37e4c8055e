import { expect, it } from 'vitest'
import { judgeCertificate } from './certificate-check.ts'

const withCertificates = (...certificates: readonly Uint8Array<ArrayBuffer>[]) => ({
  getRemoteCertificates: () => certificates.map(({ buffer }) => buffer),
})
const isSeven = (der: Uint8Array): boolean => der.length === 1 && der[0] === 7

it.each([
  ['the one that was proved', withCertificates(Uint8Array.of(7)), 'expected'],
  ['another one', withCertificates(Uint8Array.of(8)), 'unexpected'],
  ['another one before it', withCertificates(Uint8Array.of(8), Uint8Array.of(7)), 'unexpected'],
  ['none yet', withCertificates(), 'pending'],
  ['no transport yet', undefined, 'pending'],
  ['a browser that does not tell', {} as RTCDtlsTransport, 'unsupported'],
] as const)('%s', (_, transport, verdict) => {
  expect(judgeCertificate(transport, isSeven)).toBe(verdict)
})
