import * as v from 'valibot'
import { findingCodes } from '../doctor/findings.ts'
import { errorCodes } from '../errors.ts'
import { parseJson } from './parse.ts'
import { personNameSchema } from './person-name.ts'

/**
 * What host and viewer say to each other once the code has proved itself. Signals travel sealed through the server,
 * link messages over the link's own data channel.
 */

/** The longest session description taken, in characters. */
const MAX_SDP_LENGTH = 32 * 1024

const code = v.picklist(errorCodes)

/** What simple-peer emits and takes (`signal` events), rebuilt field by field: anything else would destroy the peer. */
export const linkSignalSchema = v.variant('type', [
  v.strictObject({
    type: v.picklist(['offer', 'answer']),
    sdp: v.pipe(v.string(), v.maxLength(MAX_SDP_LENGTH)),
  }),
  v.strictObject({
    type: v.literal('candidate'),
    candidate: v.pipe(
      v.strictObject({
        candidate: v.pipe(v.string(), v.maxLength(1024)),
        sdpMLineIndex: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(16))),
        sdpMid: v.nullable(v.pipe(v.string(), v.maxLength(16))),
      }),
      // RTCIceCandidate's constructor throws without either.
      v.check(({ sdpMLineIndex, sdpMid }) => sdpMLineIndex !== null || sdpMid !== null),
    ),
  }),
])
/** Opaque to everything but peer-link. */
export type LinkSignal = v.InferOutput<typeof linkSignalSchema>

export const peerSignalSchema = v.variant('type', [
  /** Viewer → host: who asks to watch. The name is whatever the viewer typed: not verified. */
  v.strictObject({
    type: v.literal('knock'),
    name: personNameSchema,
    app: v.picklist(['web', 'desktop']),
  }),
  /** Host → viewer: come in; the offer follows. */
  v.strictObject({ type: v.literal('admit') }),
  /** Host → viewer: not now (`denied`, `session-full`), or no longer (`removed`, `session-ended`). */
  v.strictObject({ type: v.literal('refuse'), code }),
  /** Viewer → host: another path is wanted, for the present one is lost, or was on another network. */
  v.strictObject({ type: v.literal('seek') }),
  /** Either way: what stands in the way of a connection on the sender's side. No addresses. */
  v.strictObject({
    type: v.literal('findings'),
    codes: v.pipe(v.array(v.picklist(findingCodes)), v.maxLength(findingCodes.length)),
  }),
  /** Either way: negotiation of the link. */
  v.strictObject({ type: v.literal('link'), signal: linkSignalSchema }),
])
export type PeerSignal = v.InferOutput<typeof peerSignalSchema>

export const linkMessageSchema = v.variant('type', [
  /** Host → viewer: whether the picture is paused; sent when the link comes up and at each change. */
  v.strictObject({ type: v.literal('picture'), paused: v.boolean() }),
  /** Host → viewer: whether sound goes with the picture; sent when the link comes up and at each change. */
  v.strictObject({ type: v.literal('sound'), isSent: v.boolean() }),
  /** Either way: the sender closes the link on purpose, and why. Faster than waiting for silence. */
  v.strictObject({ type: v.literal('bye'), code }),
])
export type LinkMessage = v.InferOutput<typeof linkMessageSchema>

const MAX_MESSAGE_LENGTH = 48 * 1024

export const parsePeerSignal = (text: unknown) => parseJson(peerSignalSchema, text, MAX_MESSAGE_LENGTH)
export const parseLinkMessage = (text: unknown) => parseJson(linkMessageSchema, text, MAX_MESSAGE_LENGTH)
