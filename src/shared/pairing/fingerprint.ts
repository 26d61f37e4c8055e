import { equalBytes, hexToBytes } from '@noble/curves/utils.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { failure } from '../errors.ts'
import { err, ok, type Result } from '../result.ts'

/**
 * Fingerprints of DTLS certificates (RFC 8122 §5): what pairing authenticates, what each session description must
 * carry, and what the certificate that DTLS then really used must hash to.
 */

/** SHA-256 alone is taken: the strongest hash that every browser writes, and one is enough. */
export const FINGERPRINT_BYTES = 32

const VALUE = /^[\da-f]{2}(?::[\da-f]{2}){31}$/i
const ATTRIBUTE = /^a=fingerprint:sha-256 (\S+)$/i

/**
 * Reads `AB:CD:…`, upper case in session descriptions and lower case in `RTCCertificate.getFingerprints()`.
 * @returns `bad-request` unless it is a SHA-256 fingerprint.
 */
export const parseFingerprint = (text: string): Result<Uint8Array> =>
  VALUE.test(text) ? ok(hexToBytes(text.replaceAll(':', ''))) : err(failure('bad-request'))

/**
 * The one fingerprint of a session description. Each line that so much as mentions a fingerprint must be exactly
 * that attribute, so that no parser behind this one can find another.
 * @returns `tampered` if there is none, if two differ, or if one is of another hash.
 */
export const fingerprintOfDescription = (sdp: string): Result<Uint8Array> => {
  const lines = sdp.split(/\r\n|\r|\n/).filter((line) => /fingerprint/i.test(line))
  const values = new Set(lines.map((line) => ATTRIBUTE.exec(line)?.[1]?.toUpperCase()))
  const [value, ...others] = values
  const parsed = parseFingerprint(value ?? '')
  return parsed.ok && others.length === 0 ? parsed : err(failure('tampered'))
}

/** The fingerprint of a certificate in DER, as `getRemoteCertificates()` gives it. */
export const fingerprintOfCertificate = (der: Uint8Array): Uint8Array => sha256(der)

/** Compares in time that depends on the lengths alone. */
export const isSameFingerprint = (a: Uint8Array, b: Uint8Array): boolean => equalBytes(a, b)
