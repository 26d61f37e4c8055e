import { equalBytes } from '@noble/curves/utils.js'
import { decodeBase64url, encodeBase64url } from '../base64url.ts'
import type { RandomBytes } from '../code.ts'
import { failure } from '../errors.ts'
import { err, ok, type Result } from '../result.ts'
import { drawBytes } from './bytes.ts'
import { NONCE_BYTES, type Role } from './context.ts'
import { forgetResumeKey, nextGeneration, ticketOf, type PairedKeys, type ResumeNonces } from './keys.ts'
import type { MessageOf } from './step.ts'

/**
 * How two sides that have paired replace a channel in which something may have been lost: each shows a ticket that
 * takes the present resume key to make, and both turn the ratchet (docs/security.md, "Resumption"). A server cannot do
 * so, nor anybody who knows the code. Each side also says how much has come, so that the other sends the rest again.
 */

/** What follows from a ticket that was right. */
export interface Resumed {
  readonly keys: PairedKeys
  /** Of this side's messages in the generation before, those that have come. */
  readonly delivered: number
}

const wrong = err(failure('tampered'))

const drawNonce = (random: RandomBytes) => drawBytes(NONCE_BYTES, random)

const isTicket = (text: string, expected: Uint8Array): boolean => {
  const ticket = decodeBase64url(text)
  return ticket.ok && equalBytes(ticket.value, expected)
}

/** The host's side: answers any number of attempts, accepts one ticket in each generation. */
export class HostResumption {
  readonly role = 'host' satisfies Role
  readonly #random: RandomBytes
  /** Null once forgotten: a key of zeros would be everybody's. */
  #keys: PairedKeys | null
  #attempt: { readonly nonces: ResumeNonces; readonly hostReceived: number } | null = null

  constructor(keys: PairedKeys, random: RandomBytes) {
    this.#keys = keys
    this.#random = random
  }

  /** @param hostReceived messages of the present generation that have been opened here. */
  answer(start: MessageOf<'resume-start'>, hostReceived: number): Result<MessageOf<'resume-reply'>> {
    const viewer = decodeBase64url(start.nonce)
    if (!viewer.ok) return viewer
    if (!this.#keys) return wrong
    const nonces = { viewer: viewer.value, host: drawNonce(this.#random) }
    this.#attempt = { nonces, hostReceived }
    return ok({
      type: 'resume-reply',
      nonce: encodeBase64url(nonces.host),
      generation: this.#keys.generation,
      received: hostReceived,
      ticket: encodeBase64url(ticketOf(this.#keys, { sender: 'host', ...this.#attempt })),
    })
  }

  /** `tampered`, and the attempt is over, unless the ticket answers the last reply. The old resume key is zeroed. */
  accept(proof: MessageOf<'resume-proof'>): Result<Resumed> {
    const attempt = this.#attempt
    this.#attempt = null
    if (!attempt || !this.#keys) return wrong
    const claim = { sender: 'viewer', ...attempt, viewerReceived: proof.received } as const
    if (!isTicket(proof.ticket, ticketOf(this.#keys, claim))) return wrong
    const keys = nextGeneration(this.#keys, attempt.nonces)
    forgetResumeKey(this.#keys)
    this.#keys = keys
    return ok({ keys, delivered: proof.received })
  }

  /** Nothing can be resumed any more. */
  forget(): void {
    if (this.#keys) forgetResumeKey(this.#keys)
    this.#keys = null
  }
}

/**
 * The viewer's side. Whether its proof has come it learns from the first message of the new channel; until then it
 * keeps the keys of both generations, for the host has either.
 */
export class ViewerResumption {
  readonly role = 'viewer' satisfies Role
  readonly #random: RandomBytes
  /** Null once forgotten. */
  #keys: PairedKeys | null
  #next: PairedKeys | null = null
  #nonce: Uint8Array | null = null

  constructor(keys: PairedKeys, random: RandomBytes) {
    this.#keys = keys
    this.#random = random
  }

  /** Begins an attempt; the one before is over. */
  start(): MessageOf<'resume-start'> {
    this.#nonce = drawNonce(this.#random)
    return { type: 'resume-start', nonce: encodeBase64url(this.#nonce) }
  }

  /**
   * Takes the host's answer to the last attempt. `tampered` unless its ticket is of a generation that this side has.
   * `hasTurned` tells that the host had accepted the proof of the attempt before.
   * @param received messages of the present generation that have been opened here.
   */
  prove(
    reply: MessageOf<'resume-reply'>,
    received: number,
  ): Result<Resumed & { readonly message: MessageOf<'resume-proof'>; readonly hasTurned: boolean }> {
    const nonce = this.#nonce
    const host = decodeBase64url(reply.nonce)
    const hasTurned = this.#next?.generation === reply.generation
    const keys = hasTurned ? this.#next : this.#keys
    if (!nonce || !host.ok || keys?.generation !== reply.generation) return wrong
    const nonces = { viewer: nonce, host: host.value }
    const hostReceived = reply.received
    if (!isTicket(reply.ticket, ticketOf(keys, { sender: 'host', nonces, hostReceived }))) return wrong
    this.#nonce = null
    if (hasTurned) this.confirm()
    else if (this.#next) forgetResumeKey(this.#next)
    // Of a channel that this side did not know to exist it has opened nothing.
    const viewerReceived = hasTurned ? 0 : received
    const ticket = ticketOf(keys, { sender: 'viewer', nonces, hostReceived, viewerReceived })
    this.#next = nextGeneration(keys, nonces)
    return ok({
      keys: this.#next,
      delivered: hostReceived,
      hasTurned,
      message: { type: 'resume-proof', received: viewerReceived, ticket: encodeBase64url(ticket) },
    })
  }

  /** The host has accepted the proof: the old resume key is zeroed. */
  confirm(): void {
    if (!this.#next || !this.#keys) return
    forgetResumeKey(this.#keys)
    this.#keys = this.#next
    this.#next = null
  }

  /** Nothing can be resumed any more. */
  forget(): void {
    for (const keys of [this.#keys, this.#next]) if (keys) forgetResumeKey(keys)
    this.#keys = this.#next = null
  }
}
