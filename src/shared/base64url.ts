import { failure } from './errors.ts'
import { err, ok, type Result } from './result.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const VALUES = new Map(Array.from(ALPHABET, (character, value) => [character, value]))

/** Base64url without padding (RFC 4648 §5). `Uint8Array.prototype.toBase64` is not there yet in every runtime. */
export const encodeBase64url = (bytes: Uint8Array): string => {
  let text = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    for (bits += 8; bits >= 6; bits -= 6) text += ALPHABET.charAt((held >> (bits - 6)) & 63)
    held &= (1 << bits) - 1
  }
  return bits > 0 ? text + ALPHABET.charAt(held << (6 - bits)) : text
}

/**
 * The only way back: each byte string has exactly one text, so stray bits at the end are refused too (RFC 4648 §3.5).
 * @returns `bad-request` for anything else.
 */
export const decodeBase64url = (text: string): Result<Uint8Array> => {
  const bytes = new Uint8Array(Math.floor((text.length * 6) / 8))
  let held = 0
  let bits = 0
  let at = 0
  for (const character of text) {
    const value = VALUES.get(character)
    if (value === undefined) return err(failure('bad-request'))
    held = (held << 6) | value
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes[at++] = held >> bits
    held &= (1 << bits) - 1
  }
  return bits < 6 && held === 0 ? ok(bytes) : err(failure('bad-request'))
}
