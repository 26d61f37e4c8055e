import { equalBytes } from '@noble/curves/utils.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { Code, RandomBytes } from '../code.ts'
import { failure } from '../errors.ts'
import { err, ok, type Result } from '../result.ts'
import { lvCat, lvSplit } from './bytes.ts'
import { FINGERPRINT_BYTES } from './fingerprint.ts'
import type { Tries } from './tries.ts'

/** The viewer is CPace's initiator A, the host its responder B. */
export type Role = 'viewer' | 'host'

/** What one side brings to a run. The code, the ids and the version must be equal on both sides. */
export interface PairingOptions {
  readonly code: Code
  /** The members' ids, as the server told them; a server that tells the two sides different ones makes the run fail. */
  readonly viewerId: string
  readonly hostId: string
  /** PROTOCOL_VERSION, as this side speaks it. */
  readonly version: number
  /** SHA-256 of this side's own DTLS certificate, 32 bytes. */
  readonly fingerprint: Uint8Array
  readonly random: RandomBytes
  /** The tries on this code, shared by all runs that prove it; one that needs a try and finds none ends. */
  readonly tries: Tries
}

/** Each side's half of the session identifier. */
export const NONCE_BYTES = 16

/** Opens every byte string that this folder hashes or authenticates. */
export const APPLICATION = 'Beckon pairing'

/** CPace's `PRS`. The secret has a fixed length, so the two parts cannot run into each other. */
export const passwordOf = ({ room, secret }: Code): Uint8Array => utf8ToBytes(room + secret)

/** CPace's `CI`: each party's identity with its role, the initiator's first (draft, "Party identifiers"). */
export const channelOf = ({ code, viewerId, hostId, version }: PairingOptions): Uint8Array =>
  lvCat(APPLICATION, String(version), 'viewer', viewerId, 'host', hostId, code.room)

/** CPace's `sid`, 32 bytes: as long as one side draws afresh, no run repeats an earlier one (draft, "Nonce values"). */
export const sessionIdOf = (hostNonce: Uint8Array, viewerNonce: Uint8Array): Uint8Array =>
  sha512(lvCat(`${APPLICATION} session`, hostNonce, viewerNonce)).slice(0, 32)

/** What a side says about itself in its associated data, besides the fingerprint. */
interface Claim {
  readonly role: Role
  readonly version: number
  readonly nonce: Uint8Array
}

/** CPace's `ADa` and `ADb`: role, version, DTLS fingerprint and nonce of the sender. */
export const encodeData = ({ role, version, nonce }: Claim, fingerprint: Uint8Array): Uint8Array =>
  lvCat(role, String(version), fingerprint, nonce)

/**
 * Reads the fingerprint out of the other side's associated data; authentic only once its tag is.
 * @returns `bad-request` if the data is malformed, `tampered` if anything else in it is not what the run expects.
 */
export const openData = (data: Uint8Array, expected: Claim): Result<Uint8Array> => {
  const parts = lvSplit(data)
  if (!parts.ok) return parts
  const fingerprint = parts.value[2]
  if (fingerprint?.length !== FINGERPRINT_BYTES) return err(failure('bad-request'))
  return equalBytes(data, encodeData(expected, fingerprint)) ? ok(fingerprint) : err(failure('tampered'))
}
