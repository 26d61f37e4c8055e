import { scryptAsync } from '@noble/hashes/scrypt.js'
import { bytesToNumberBE } from '@noble/curves/utils.js'
import { clean, utf8ToBytes } from '@noble/hashes/utils.js'

/** How many words are compared. */
export const WORD_COUNT = 4
/** Each word list of BIP 39 has 2048 words. */
export const WORD_BITS = 11

/** What four words take, in whole bytes; the last four bits are left over. */
const USED_BYTES = Math.ceil((WORD_COUNT * WORD_BITS) / 8)
const SALT = utf8ToBytes('Beckon verification words')
/**
 * About a fifth of a second and 32 MiB for each derivation (scrypt, RFC 7914). It costs people nothing, who look at
 * words once, and somebody in the middle everything: he would have to find keys with the same words before a run of
 * the pairing times out.
 */
const COST = { N: 2 ** 15, r: 8, p: 1, dkLen: USED_BYTES } as const

/** Places in a word list, the first 44 bits of `bytes`, eleven each. */
export const placesOf = (bytes: Uint8Array): readonly number[] => {
  const bits =
    bytesToNumberBE(bytes.subarray(0, USED_BYTES)) >> BigInt(USED_BYTES * 8 - WORD_COUNT * WORD_BITS)
  return Array.from({ length: WORD_COUNT }, (_, index) =>
    Number(BigInt.asUintN(WORD_BITS, bits >> BigInt((WORD_COUNT - 1 - index) * WORD_BITS))),
  )
}

/** The places, 0 to 2047, of the words that belong to `wordsKey` of `PairedKeys`: the same in every language. */
export const wordPlaces = async (wordsKey: Uint8Array): Promise<readonly number[]> => {
  const stretched = await scryptAsync(wordsKey, SALT, COST)
  const places = placesOf(stretched)
  clean(stretched)
  return places
}
