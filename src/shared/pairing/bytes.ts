import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import type { RandomBytes } from '../code.ts'
import { failure } from '../errors.ts'
import { err, ok, type Result } from '../result.ts'

/** `prepend_len` (draft-irtf-cfrg-cpace-21, appendix A): the length as LEB128, seven bits a byte, then the bytes. */
export const prependLength = (bytes: Uint8Array): Uint8Array => {
  const prefix: number[] = []
  let rest = bytes.length
  for (; rest > 0x7f; rest >>>= 7) prefix.push((rest & 0x7f) | 0x80)
  return concatBytes(Uint8Array.of(...prefix, rest), bytes)
}

/** `lv_cat` (same place): joins the parts so that no two lists of parts give the same bytes. Text counts as UTF-8. */
export const lvCat = (...parts: readonly (Uint8Array | string)[]): Uint8Array =>
  concatBytes(...parts.map((part) => prependLength(typeof part === 'string' ? utf8ToBytes(part) : part)))

/**
 * Takes `lvCat` apart again. Nothing here that is sent has parts of 128 bytes or more, so longer ones are refused.
 * @returns `bad-request` if the lengths do not add up.
 */
export const lvSplit = (bytes: Uint8Array): Result<readonly Uint8Array[]> => {
  const parts: Uint8Array[] = []
  for (let at = 0; at < bytes.length;) {
    const [length = 0] = bytes.subarray(at)
    const end = at + 1 + length
    if (length > 0x7f || end > bytes.length) return err(failure('bad-request'))
    parts.push(bytes.subarray(at + 1, end))
    at = end
  }
  return ok(parts)
}

/** Draws random bytes; throws if the source gives another number of them than it was asked for. */
export const drawBytes = (length: number, random: RandomBytes): Uint8Array => {
  const bytes = random(length)
  if (bytes.length !== length) throw new Error(`asked for ${length} random bytes, got ${bytes.length}`)
  return bytes
}
