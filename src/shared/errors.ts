/**
 * Stable codes of every failure that can reach a person or another program.
 * The sentence shown for each lives in the renderer's catalogues (`errors.<code>`), never here.
 */
export const errorCodes = [
  /** Unknown, used or expired code: one answer for the three, so that nobody can probe for live rooms. */
  'code-invalid',
  /** The room exists, but the other side does not know the same secret. */
  'secret-mismatch',
  /** One code has failed to prove itself so often that this side tries it no more: somebody may be guessing. */
  'too-many-tries',
  /** The host declined the viewer. */
  'denied',
  /** The host has as many viewers as it can serve. */
  'session-full',
  /** Too many requests from this address or connection; `retryAfterMs` says when to come back. */
  'rate-limited',
  /** The signaling server does not answer. */
  'server-unreachable',
  /** The signaling server is shutting down and takes no new sessions. */
  'server-draining',
  /** No network path to the other side could be found. */
  'peer-unreachable',
  /** The other side vanished after it had been there. */
  'peer-gone',
  /** The host disconnected this viewer. */
  'removed',
  /** The host stopped sharing. */
  'session-ended',
  /** The two sides, or an app and the server, speak different protocol versions. */
  'version-mismatch',
  /** A message that should be authentic is not: somebody between the two may be interfering. */
  'tampered',
  /** The person, the browser or the system said no to capturing the screen. */
  'capture-refused',
  /** There is nothing to capture, or capturing it failed. */
  'capture-unavailable',
  /** Capture was ended from outside, for example by the system's own stop button. */
  'capture-ended',
  /** This browser cannot do what is asked (no screen capture, no WebRTC). */
  'unsupported',
  /** A payload that is malformed or too large. */
  'bad-request',
  /** The caller is not, or no longer, a member who may do this. */
  'not-allowed',
  /** A bug on the other end; it has been logged there. */
  'internal',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** A question whose answer takes many attempts to find and one to check (protocol/claim-work.ts). */
export interface Work {
  readonly challenge: string
  /** How many bits of the hash must be zero: the answer takes 2^bits attempts on average. */
  readonly bits: number
}

/** An expected failure: plain data, so that it can travel in a Result and in an acknowledgement. */
export interface Failure {
  readonly code: ErrorCode
  /** Earliest sensible retry, in milliseconds from now. */
  readonly retryAfterMs?: number
  /** A little work that spares the wait. */
  readonly work?: Work
  /** What lies beneath, for logs on this side only; never sent. */
  readonly cause?: unknown
}

export const failure = (code: ErrorCode, details: Omit<Failure, 'code'> = {}): Failure => ({
  code,
  ...details,
})

export const isErrorCode = (value: unknown): value is ErrorCode =>
  (errorCodes as readonly unknown[]).includes(value)
