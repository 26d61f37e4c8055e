import * as v from 'valibot'
import { errorCodes } from '../errors.ts'
import { parseJson } from './parse.ts'
import { MAX_SIGNAL_LENGTH } from './signaling.ts'

/**
 * What host and viewer exchange through the server, which sees only opaque strings: first the pairing in the clear
 * (each message is worthless without the secret), from then on sealed frames, and what renews their keys after
 * something may have been lost (each message is worthless without the present ones). Order, roles and keys:
 * src/shared/pairing and docs/protocol.md.
 */

/** How long two apps may take to prove the code to each other, in milliseconds; people are not involved in it. */
export const PAIRING_TIMEOUT_MS = 20_000

/** Unpadded base64url of exactly `bytes` bytes. */
const bytes = (length: number) =>
  v.pipe(v.string(), v.regex(/^[\w-]*$/), v.length(Math.ceil((length * 4) / 3)))
/** Unpadded base64url of up to `max` characters. */
const base64url = (max: number) => v.pipe(v.string(), v.regex(/^[\w-]+$/), v.maxLength(max))
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const version = count

export const pairingMessageSchema = v.variant('type', [
  /** Host → viewer: the host's half of the session id. */
  v.strictObject({ type: v.literal('pair-hello'), version, nonce: bytes(16) }),
  /** Viewer → host: the viewer's half, its CPace share Ya and associated data ADa. */
  v.strictObject({
    type: v.literal('pair-start'),
    version,
    nonce: bytes(16),
    share: bytes(32),
    data: base64url(512),
  }),
  /** Host → viewer: Yb and ADb. */
  v.strictObject({ type: v.literal('pair-reply'), share: bytes(32), data: base64url(512) }),
  /** Viewer → host: the viewer's confirmation tag. The unknown party proves first. */
  v.strictObject({ type: v.literal('pair-proof'), tag: bytes(64) }),
  /** Host → viewer: the host's tag. */
  v.strictObject({ type: v.literal('pair-confirm'), tag: bytes(64) }),
  /** Either way: this run is over. Not authentic, so only good for telling the person why. */
  v.strictObject({ type: v.literal('pair-abort'), code: v.picklist(errorCodes) }),
  /** Either way, after confirmation: an AEAD frame around a message of peer-messages.ts. The first generation is 0. */
  v.strictObject({
    type: v.literal('sealed'),
    generation: v.optional(count, 0),
    frame: base64url(MAX_SIGNAL_LENGTH),
  }),
  /** Host → viewer: something may have been lost on the way here; begin. Not authentic. */
  v.strictObject({ type: v.literal('resume-hello'), nonce: bytes(16) }),
  /** Viewer → host: a new channel is wanted in place of one in which something may have been lost. */
  v.strictObject({ type: v.literal('resume-start'), nonce: bytes(16) }),
  /** Host → viewer: the generation that is to be replaced, how many of its messages have come, and the host's ticket. */
  v.strictObject({
    type: v.literal('resume-reply'),
    nonce: bytes(16),
    generation: count,
    received: count,
    ticket: bytes(64),
  }),
  /** Viewer → host: the same of the viewer. */
  v.strictObject({ type: v.literal('resume-proof'), received: count, ticket: bytes(64) }),
])

export type PairingMessage = v.InferOutput<typeof pairingMessageSchema>

export const parsePairingMessage = (data: unknown) => parseJson(pairingMessageSchema, data, MAX_SIGNAL_LENGTH)
