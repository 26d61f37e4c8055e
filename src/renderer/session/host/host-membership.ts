import { encodeBase64url } from '#shared/base64url.ts'
import type { Reply } from '#shared/protocol/signaling.ts'
import { ok, type Result } from '#shared/result.ts'
import type { Membership } from '../../transport/signaling-client.ts'
import type { Signaling } from '../deps.ts'
import { fingerprintOf } from '../secure-relay.ts'

/** Who a host is to its server: from the session that it opened there until the server has forgotten it. */
export class HostMembership {
  readonly #signaling: Signaling
  #current: Membership | null = null
  #maxViewers = 0
  /** Of the certificate that the host vouches for, base64url. */
  #fingerprint = ''

  constructor(signaling: Signaling) {
    this.#signaling = signaling
  }

  get current(): Membership | null {
    return this.#current
  }

  get maxViewers(): number {
    return this.#maxViewers
  }

  /** Opens a session; gives the room of its first code. */
  async open(certificate: RTCCertificate): Promise<Result<Reply<'code:renew'>>> {
    this.#fingerprint = encodeBase64url(fingerprintOf(certificate))
    // A connection that was opened ahead may be lost by now, and is not got back for who is no member yet.
    const connected = await this.#signaling.open()
    return connected.ok ? this.#create() : connected
  }

  /** A room for another code; after the server has forgotten us, in a new session. */
  requestRoom(): Promise<Result<Reply<'code:renew'>>> {
    return this.#current ? this.#signaling.request('code:renew', {}) : this.#create()
  }

  /** The server does not know us any more. */
  handleForgotten(): void {
    this.#current = null
  }

  async #create(): Promise<Result<Reply<'code:renew'>>> {
    const created = await this.#signaling.request('session:create', { fingerprint: this.#fingerprint })
    if (!created.ok) return created
    const { maxViewers, room, codeTtlMs, ...membership } = created.value
    this.#current = membership
    this.#maxViewers = maxViewers
    this.#signaling.remember(membership)
    this.#signaling.keepMembership()
    return ok({ room, codeTtlMs })
  }
}
