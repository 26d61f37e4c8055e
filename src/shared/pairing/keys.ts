import { expand, extract } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { clean } from '@noble/hashes/utils.js'
import { lvCat } from './bytes.ts'
import { APPLICATION, type Role } from './context.ts'
import { encodeTranscript, type ConfirmationTags, type CpaceTranscript } from './cpace.ts'

/** A run as one side has it once it knows the other's CPace message, but not yet whether it knows the secret. */
export interface Agreement {
  readonly role: Role
  readonly channel: Uint8Array
  readonly sid: Uint8Array
  readonly transcript: CpaceTranscript
  /** ISK, 64 bytes. */
  readonly sessionKey: Uint8Array
  readonly tags: ConfirmationTags
  /** Authentic only once the other side's tag has been checked. */
  readonly remoteFingerprint: Uint8Array
}

/** What a side has once the code has proved itself. */
export interface PairedKeys {
  /** This side's role: its send key is the other side's receive key. */
  readonly role: Role
  /** CPace's session identifier, 32 bytes. Public. */
  readonly sid: Uint8Array
  /** 32 bytes each, for one sealed channel. */
  readonly sendKey: Uint8Array
  readonly receiveKey: Uint8Array
  /** How often the channel has been replaced by another one (resumption.ts). */
  readonly generation: number
  /** 64 bytes, from which `nextGeneration` makes the keys of the next channel. */
  readonly resumeKey: Uint8Array
  /** 16 bytes, the same in each generation: where a server that has forgotten the two brings them together again. */
  readonly place: Uint8Array
  /** 32 bytes, equal on both sides, for what people may compare aloud. */
  readonly wordsKey: Uint8Array
  /** SHA-256 of the certificate that the other side's DTLS must use, 32 bytes. */
  readonly remoteFingerprint: Uint8Array
}

const CHANNEL_KEY_BYTES = 32
const WORDS_KEY_BYTES = 32
const RESUME_KEY_BYTES = sha512.outputLen
const PLACE_BYTES = 16

/** HKDF-Expand (RFC 5869 §2.3) with one label for each purpose. */
const expandKey = (pseudorandomKey: Uint8Array, sid: Uint8Array, purpose: string, length: number) =>
  expand(sha512, pseudorandomKey, lvCat(APPLICATION, purpose, sid), length)

const channelKeys = (pseudorandomKey: Uint8Array, sid: Uint8Array, role: Role) => {
  const toHost = expandKey(pseudorandomKey, sid, 'viewer to host', CHANNEL_KEY_BYTES)
  const toViewer = expandKey(pseudorandomKey, sid, 'host to viewer', CHANNEL_KEY_BYTES)
  return {
    sendKey: role === 'viewer' ? toHost : toViewer,
    receiveKey: role === 'viewer' ? toViewer : toHost,
    resumeKey: expandKey(pseudorandomKey, sid, 'resume', RESUME_KEY_BYTES),
  }
}

/**
 * Derives the keys of a run whose other side has proved itself: HKDF-SHA-512 (RFC 5869) of ISK, salted with a hash of
 * all that was agreed and said.
 */
export const derivePairedKeys = (agreement: Agreement): PairedKeys => {
  const { role, channel, sid, transcript, tags, sessionKey, remoteFingerprint } = agreement
  const said = sha512(lvCat(channel, sid, encodeTranscript(transcript), tags.initiator, tags.responder))
  const pseudorandomKey = extract(sha512, sessionKey, said)
  const keys = {
    role,
    sid,
    generation: 0,
    ...channelKeys(pseudorandomKey, sid, role),
    place: expandKey(pseudorandomKey, sid, 'place', PLACE_BYTES),
    wordsKey: expandKey(pseudorandomKey, sid, 'words', WORDS_KEY_BYTES),
    remoteFingerprint,
  }
  clean(pseudorandomKey)
  return keys
}

/** What each side adds to the next generation, 16 bytes each. */
export interface ResumeNonces {
  readonly viewer: Uint8Array
  readonly host: Uint8Array
}

/**
 * The keys for a new channel in place of this one, the same on both sides, for these nonces alone, and of no use for
 * reading the old one. `forgetResumeKey` then leaves no way back.
 */
export const nextGeneration = (keys: PairedKeys, { host, viewer }: ResumeNonces): PairedKeys => {
  const { sid, role, resumeKey } = keys
  const generation = keys.generation + 1
  const agreed = sha512(lvCat(`${APPLICATION} generation`, sid, String(generation), host, viewer))
  const pseudorandomKey = extract(sha512, resumeKey, agreed)
  const next = { ...keys, generation, ...channelKeys(pseudorandomKey, sid, role) }
  clean(pseudorandomKey)
  return next
}

/** What the sender of a ticket has opened of the channel that is to be replaced, and what it knows of the other side. */
export interface TicketClaim {
  readonly sender: Role
  readonly nonces: ResumeNonces
  /** Messages of this generation that the host has opened. */
  readonly hostReceived: number
  /** The same of the viewer; not in the host's ticket, which comes first. */
  readonly viewerReceived?: number
}

/** 64 bytes that only a holder of this generation's resume key can make, good for one run with these nonces. */
export const ticketOf = ({ sid, generation, resumeKey }: PairedKeys, claim: TicketClaim): Uint8Array => {
  const { sender, nonces, hostReceived, viewerReceived } = claim
  const key = expandKey(resumeKey, sid, 'ticket', RESUME_KEY_BYTES)
  const counts = [hostReceived, viewerReceived ?? ''].map(String)
  const ticket = hmac(sha512, key, lvCat(sender, String(generation), nonces.host, nonces.viewer, ...counts))
  clean(key)
  return ticket
}

/** Nothing can be resumed with these keys any more. */
export const forgetResumeKey = ({ resumeKey }: PairedKeys): void => clean(resumeKey)
