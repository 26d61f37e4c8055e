import * as v from 'valibot'
import { ROOM_DIGITS } from '../code.ts'
import { errorCodes, type Failure } from '../errors.ts'
import type { Result } from '../result.ts'
import { workSchema, workSolution } from './claim-work.ts'
import { parse } from './parse.ts'

/**
 * What an app and the signaling server say to each other over Socket.IO. Each event is declared once, as schemas;
 * the typed event maps of both ends are inferred. docs/protocol.md tells the story in order.
 */

/** Raised by every change that an older app or server would misread. */
export const PROTOCOL_VERSION = 1
/** The longest life of a code that an app believes, in milliseconds: a day. */
export const MAX_CODE_TTL_MS = 86_400_000
/** The largest Socket.IO packet the server takes. */
export const MAX_PACKET_BYTES = 64 * 1024
/** The longest opaque signal, in characters: leaves room for the packet around it. */
export const MAX_SIGNAL_LENGTH = 60 * 1024
/** How long an app waits, in milliseconds, before it sends a signal again that the server could not take. */
export const SIGNAL_RETRY_MS = 500
/**
 * How long the server takes no further signal for the same member from a connection on which it has refused one: what was on
 * its way behind that one would overtake it. Shorter than the pause above, longer than a round trip.
 */
export const SIGNAL_PAUSE_MS = 400

/** Places that a host may name: more than an honest one has viewers. */
export const MAX_PLACES = 64

/** Identifies a session or a member: 128 random bits, base64url. Not a secret among the members. */
const id = v.pipe(v.string(), v.regex(/^[\w-]{22}$/))
/** Where two members who have lost each other meet again; 128 bits that the two have agreed on, base64url. */
const place = id
/** Proves to the server that a connection belongs to a member: 128 random bits, base64url. A secret. */
const ticket = id
const room = v.pipe(v.string(), v.regex(new RegExp(`^\\d{${ROOM_DIGITS.min},${ROOM_DIGITS.max}}$`)))
/** SHA-256 of a DTLS certificate, base64url. Public: each viewer gets it in the clear (`pair-reply`). */
const fingerprint = v.pipe(v.string(), v.regex(/^[\w-]{42}[AEIMQUYcgkosw048]$/))
const durationMs = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const nothing = v.strictObject({})
const code = v.picklist(errorCodes)

const membership = { sessionId: id, memberId: id, ticket }
/** A code that can be claimed now: its room number, and for how long, counted from the reply. */
const openRoom = { room, codeTtlMs: v.pipe(durationMs, v.maxValue(MAX_CODE_TTL_MS)) }

/** Requests of an app, each answered by an acknowledgement that is a Result. */
export const requests = {
  /**
   * A host opens a session and gets its first room number. It names the certificate that it will vouch for, so that
   * whoever the server has answer in its place vouches for the same (docs/decisions/0004-decoys.md).
   */
  'session:create': {
    payload: v.strictObject({ fingerprint }),
    reply: v.object({ ...membership, ...openRoom, maxViewers: v.pipe(v.number(), v.safeInteger()) }),
  },
  /** A member returns on a new connection, within the grace period. */
  'session:resume': {
    payload: v.strictObject(membership),
    reply: v.object({ role: v.picklist(['host', 'viewer']), members: v.array(id) }),
  },
  /** The host withdraws its code, if any, and gets a new one. */
  'code:renew': { payload: nothing, reply: v.object(openRoom) },
  /** The host reopens its code after the viewer who had claimed it failed to prove that it knows the secret. */
  'code:release': { payload: v.strictObject({ viewerId: id }), reply: nothing },
  /**
   * A viewer claims a code by its room number. Whether there is such a room the server does not say: at one that is
   * unknown, used or expired, somebody answers who refuses every proof with `code-invalid`. May be `rate-limited` with
   * `work`; the claim is then taken together with its solution.
   */
  'code:claim': {
    payload: v.strictObject({ room, work: v.exactOptional(workSolution) }),
    reply: v.object({ ...membership, hostId: id }),
  },
  /** The host names the places at which viewers may come back to it, in place of those it named before. */
  'session:expect': {
    payload: v.strictObject({ places: v.pipe(v.array(place), v.maxLength(MAX_PLACES)) }),
    reply: nothing,
  },
  /**
   * A viewer that the server has forgotten, or let go, comes back to its host, to whom it has yet to prove itself.
   * `not-allowed` while no host names this place.
   */
  'place:claim': { payload: v.strictObject({ place }), reply: v.object({ ...membership, hostId: id }) },
  /** Relays an opaque signal to another member of the same session. */
  'signal:send': {
    payload: v.strictObject({ to: id, data: v.pipe(v.string(), v.maxLength(MAX_SIGNAL_LENGTH)) }),
    reply: nothing,
  },
  /** The host lets a viewer in. `session-full` if that would be one too many. */
  'viewer:admit': { payload: v.strictObject({ viewerId: id }), reply: nothing },
  /** The host turns a waiting viewer away, or disconnects one; `code` is passed on. */
  'viewer:remove': { payload: v.strictObject({ viewerId: id, code }), reply: nothing },
  /** A viewer leaves; for the host, the session ends for everyone. */
  'session:leave': { payload: nothing, reply: nothing },
} as const

export type RequestName = keyof typeof requests
export type RequestPayload<N extends RequestName> = v.InferOutput<(typeof requests)[N]['payload']>
export type Reply<N extends RequestName> = v.InferOutput<(typeof requests)[N]['reply']>

/** Notices of the server to a member. */
export const notices = {
  /** To the host: a viewer has claimed the code, or the `place` that it gave; it has proved nothing yet. */
  'viewer:claimed': v.object({ viewerId: id, place: v.exactOptional(place) }),
  /** To the host: a viewer has gone. `code` is `session-ended` if it left by itself, `peer-gone` if it vanished. */
  'viewer:left': v.object({ viewerId: id, code }),
  /** To a viewer: it is no longer a member, and why. */
  'viewer:removed': v.object({ code }),
  /** To a viewer: the host's app has lost its connection to the server, or has it back. The link may well live on. */
  'host:presence': v.object({ online: v.boolean() }),
  /** To viewers: the session is over. `code` is `session-ended` or `peer-gone`. */
  'session:ended': v.object({ code }),
  /** To any member: a signal from another. */
  'signal:received': v.object({ from: id, data: v.pipe(v.string(), v.maxLength(MAX_SIGNAL_LENGTH)) }),
  /** To everyone: the server shuts down. Links that are up go on. */
  'server:draining': v.object({}),
} as const

export type NoticeName = keyof typeof notices
export type Notice<N extends NoticeName> = v.InferOutput<(typeof notices)[N]>

/** An acknowledgement on the wire: a Result whose failure has no `cause`. */
export type Ack<T> = Result<T, Pick<Failure, 'code' | 'retryAfterMs' | 'work'>>

/** Socket.IO's event maps, for `Socket<…>` and `Server<…>`. */
export type ClientToServerEvents = {
  [N in RequestName]: (payload: RequestPayload<N>, ack: (answer: Ack<Reply<N>>) => void) => void
}
export type ServerToClientEvents = { [N in NoticeName]: (payload: Notice<N>) => void }

const failureSchema = v.object({
  code,
  retryAfterMs: v.exactOptional(durationMs),
  work: v.exactOptional(workSchema),
})

/** Server side: an untrusted payload of a request. */
export const parseRequest = <N extends RequestName>(name: N, payload: unknown): Result<RequestPayload<N>> =>
  parse<(typeof requests)[N]['payload']>(requests[name].payload, payload)

/** App side: an untrusted acknowledgement. A malformed one becomes `internal`, for it is the server's bug. */
export const parseAck = <N extends RequestName>(name: N, answer: unknown): Result<Reply<N>> => {
  const schema = v.variant('ok', [
    v.object({ ok: v.literal(true), value: requests[name].reply }),
    v.object({ ok: v.literal(false), error: failureSchema }),
  ])
  const parsed = v.safeParse(schema, answer)
  if (!parsed.success) return { ok: false, error: { code: 'internal' } }
  return parsed.output
}

/** App side: the untrusted `data` of a refused connection. */
export const parseRefusal = (data: unknown): Result<v.InferOutput<typeof failureSchema>> =>
  parse(failureSchema, data)

/** App side: an untrusted notice. */
export const parseNotice = <N extends NoticeName>(name: N, payload: unknown): Result<Notice<N>> =>
  parse<(typeof notices)[N]>(notices[name], payload)

/** The `auth` object of the Socket.IO handshake. */
export const handshakeSchema = v.object({ protocol: v.pipe(v.number(), v.safeInteger()) })

/** Answer of `GET /api/ice` (authorised by `Bearer <memberId>.<ticket>`): what `RTCPeerConnection` takes. */
export const iceReplySchema = v.object({
  iceServers: v.array(
    v.object({
      urls: v.array(v.pipe(v.string(), v.regex(/^(?:stun|turn)s?:/))),
      username: v.exactOptional(v.string()),
      credential: v.exactOptional(v.string()),
    }),
  ),
  /** Seconds until the credentials stop being good for new allocations. */
  ttlSeconds: v.pipe(v.number(), v.safeInteger()),
})
export type IceReply = v.InferOutput<typeof iceReplySchema>
