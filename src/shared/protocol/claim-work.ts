import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import * as v from 'valibot'
import type { Work } from '../errors.ts'

/**
 * A little work in place of a wait, as in Hashcash (Adam Back, 2002): when claims come faster than people make them,
 * each one costs a search that a person does not notice and a flood does.
 */

/** More than this no app does: about two seconds. */
const MAX_BITS = 20

export const workSchema = v.object({
  challenge: v.pipe(v.string(), v.maxLength(64)),
  bits: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(MAX_BITS)),
})
export const workSolution = v.pipe(v.string(), v.regex(/^\d{1,10}$/))

const leadingZeroBits = (bytes: Uint8Array): number => {
  let bits = 0
  for (const byte of bytes) {
    bits += Math.clz32(byte) - 24
    if (byte !== 0) break
  }
  return bits
}

/** Whether this solves the work for this room: SHA-256 of challenge, room and solution begins with enough zero bits. */
export const isSolution = ({ challenge, bits }: Work, room: string, solution: string): boolean =>
  leadingZeroBits(sha256(utf8ToBytes(`${challenge} ${room} ${solution}`))) >= bits

/** Tries `count` solutions from `start` on; undefined if none of them is one. */
export const findSolution = (work: Work, room: string, start: number, count: number): string | undefined => {
  for (let attempt = start; attempt < start + count; attempt++)
    if (isSolution(work, room, String(attempt))) return String(attempt)
  return undefined
}
