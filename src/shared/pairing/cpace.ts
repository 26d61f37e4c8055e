import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js'
import { bytesToNumberLE, equalBytes } from '@noble/curves/utils.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { clean, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import type { RandomBytes } from '../code.ts'
import { failure } from '../errors.ts'
import { err, ok, type Result } from '../result.ts'
import { drawBytes, lvCat, prependLength } from './bytes.ts'

/**
 * CPace, the balanced password-authenticated key exchange of draft-irtf-cfrg-cpace-21, with the cipher suite
 * CPACE-RISTR255-SHA512 in its initiator-responder setting. A is the initiator, B the responder; names in code font
 * are the draft's.
 */

type Point = InstanceType<typeof ristretto255.Point>

/** What both sides know before they start (draft, "CPace inputs"). */
export interface CpaceInputs {
  /** `PRS`, the password-related string. */
  readonly password: Uint8Array
  /** `CI`, the channel identifier: names both parties and their roles. */
  readonly channel: Uint8Array
  /** `sid`, the session identifier: fresh in each run. */
  readonly sid: Uint8Array
}

/** What one side sends in a run: its public share `Y` and its associated data `AD`. */
export interface CpaceMessage {
  readonly share: Uint8Array
  readonly data: Uint8Array
}

export interface CpaceTranscript {
  readonly initiator: CpaceMessage
  readonly responder: CpaceMessage
}

/** `G.DSI`: separates this suite from every other use of the hash. */
const DSI = utf8ToBytes('CPaceRistretto255')
const ISK_DSI = utf8ToBytes('CPaceRistretto255_ISK')
const SCALAR_BYTES = 32
/** What the element derivation takes (RFC 9496 §4.3.4). */
const ELEMENT_SEED_BYTES = 64
/** `G.group_size_bits` */
const GROUP_SIZE_BITS = 252
/** `G.I`: the encoding of the neutral element. */
const NEUTRAL = ristretto255.Point.ZERO.toBytes()

/**
 * `generator_string`. The padding fills the first block of the hash, so that every short password takes equally many
 * blocks and nothing public shares a block with it.
 */
export const generatorString = ({ password, channel, sid }: CpaceInputs): Uint8Array => {
  const padding = sha512.blockLen - 1 - prependLength(password).length - prependLength(DSI).length
  return lvCat(DSI, password, new Uint8Array(Math.max(0, padding)), channel, sid)
}

/** `G.calculate_generator`, by the element derivation of RFC 9496 §4.3.4. The generator is as secret as the password. */
export const calculateGenerator = (inputs: CpaceInputs): Point => {
  const hashed = sha512(generatorString(inputs))
  // Optional in its type alone, which other groups share.
  const generator = ristretto255_hasher.deriveToCurve?.(hashed)
  clean(hashed)
  if (!generator) throw new Error('no element derivation for ristretto255')
  return generator
}

/** `G.sample_scalar`: 252 random bits, which are always less than the order of the group. */
export const sampleScalar = (random: RandomBytes): bigint => {
  const bytes = drawBytes(SCALAR_BYTES, random)
  const scalar = BigInt.asUintN(GROUP_SIZE_BITS, bytesToNumberLE(bytes))
  clean(bytes)
  return scalar
}

/** `G.scalar_mult`. Throws for the scalar 0, which no working random source gives. */
export const scalarMult = (scalar: bigint, point: Point): Uint8Array => point.multiply(scalar).toBytes()

/** `G.scalar_mult_vfy`: `G.I` if the bytes are no element of the group, or the neutral one. */
export const scalarMultVerify = (scalar: bigint, encoded: Uint8Array): Uint8Array => {
  let point: Point
  try {
    point = ristretto255.Point.fromBytes(encoded)
  } catch {
    return NEUTRAL.slice()
  }
  return scalarMult(scalar, point)
}

/** Whether `scalar_mult_vfy` has a use for these bytes: an element of the group, and not the neutral one. */
export const isShare = (encoded: Uint8Array): boolean => {
  try {
    return !ristretto255.Point.fromBytes(encoded).is0()
  } catch {
    return false
  }
}

/** A random element of the group: what every share is to whoever does not know the password. */
export const drawElement = (random: RandomBytes): Uint8Array => {
  const element = ristretto255_hasher.deriveToCurve?.(drawBytes(ELEMENT_SEED_BYTES, random))
  if (!element) throw new Error('no element derivation for ristretto255')
  return element.toBytes()
}

export interface CpaceShare {
  /** A secret, for this run alone: no scalar may serve twice (draft, "Nonce values"). */
  readonly scalar: bigint
  readonly share: Uint8Array
}

/** The first half of the protocol, the same for A and B: a fresh scalar and the public share that it makes. */
export const createShare = (inputs: CpaceInputs, random: RandomBytes): CpaceShare => {
  const scalar = sampleScalar(random)
  return { scalar, share: scalarMult(scalar, calculateGenerator(inputs)) }
}

/** `transcript_ir` */
export const encodeTranscript = ({ initiator, responder }: CpaceTranscript): Uint8Array =>
  concatBytes(lvCat(initiator.share, initiator.data), lvCat(responder.share, responder.data))

/**
 * The second half of the protocol, the same for A and B: from its own scalar and the other side's share to `ISK`.
 * `K` never leaves this function: whoever has it can try passwords offline (draft, "Key derivation").
 * @returns `bad-request` where the draft says abort: the share is no element of the group, or the neutral one.
 */
export const agree = (
  scalar: bigint,
  theirShare: Uint8Array,
  sid: Uint8Array,
  transcript: CpaceTranscript,
): Result<Uint8Array> => {
  const k = scalarMultVerify(scalar, theirShare)
  if (equalBytes(k, NEUTRAL)) return err(failure('bad-request'))
  const preimage = concatBytes(lvCat(ISK_DSI, sid, k), encodeTranscript(transcript))
  const sessionKey = sha512(preimage)
  clean(k, preimage)
  return ok(sessionKey)
}

export interface ConfirmationTags {
  /** `Ta` */
  readonly initiator: Uint8Array
  /** `Tb` */
  readonly responder: Uint8Array
}

/** Explicit key confirmation (draft, "Key confirmation"): with its tag each side proves that it has the same `ISK`. */
export const confirmationTags = (
  sid: Uint8Array,
  sessionKey: Uint8Array,
  { initiator, responder }: CpaceTranscript,
): ConfirmationTags => {
  const macKey = sha512(concatBytes(utf8ToBytes('CPaceMac'), sid, sessionKey))
  const tag = ({ share, data }: CpaceMessage) => hmac(sha512, macKey, lvCat(share, data))
  const tags = { initiator: tag(initiator), responder: tag(responder) }
  clean(macKey)
  return tags
}
