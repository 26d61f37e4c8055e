import type { Result } from '#shared/result.ts'
import { Deadline } from '../deadline.ts'
import type { SessionDeps, Signaling } from '../deps.ts'

/** How long a connection is kept for somebody who neither types on nor joins. */
export const IDLE_MS = 120_000

interface Prepared {
  readonly signaling: Signaling
  readonly certificate: Promise<Result<RTCCertificate>>
}

/**
 * What a viewer's session needs and no code is needed for, got ready while the person still types: the connection to
 * the server, on which nothing is asked yet, and the certificate. What fails here fails again, and is told, on joining.
 */
export class JoinPreparation {
  readonly #deps: SessionDeps
  readonly #idle: Deadline
  #prepared: Prepared | null = null

  constructor(deps: SessionDeps) {
    this.#deps = deps
    this.#idle = new Deadline(deps.clock)
  }

  /** Begins, or goes on: the person is still at it. */
  start(): void {
    this.#idle.set(IDLE_MS, () => this.discard())
    if (this.#prepared) return
    const signaling = this.#deps.createSignaling()
    void signaling.open()
    this.#prepared = { signaling, certificate: this.#deps.generateCertificate() }
  }

  /** The same outside world with what is ready in it, for one session. */
  take(deps: SessionDeps): SessionDeps {
    this.#idle.clear()
    const prepared = this.#prepared
    this.#prepared = null
    if (!prepared) return deps
    return {
      ...deps,
      createSignaling: () => prepared.signaling,
      generateCertificate: () => prepared.certificate,
    }
  }

  /** Nobody joins. */
  discard(): void {
    this.#idle.clear()
    this.#prepared?.signaling.close()
    this.#prepared = null
  }
}
