import type { Code } from '#shared/code.ts'
import { Emitter } from '#shared/emitter.ts'
import { failure, type ErrorCode, type Failure } from '#shared/errors.ts'
import type { Tries, TriesByRoom } from '#shared/pairing/tries.ts'
import type { Reply } from '#shared/protocol/signaling.ts'
import type { Membership } from '../../transport/signaling-client.ts'
import { claimRoom } from './claim.ts'
import { Deadline } from '../deadline.ts'
import { PAIRING_TIMEOUT_MS, type SessionDeps, type Signaling } from '../deps.ts'
import { SecureRelay } from '../secure-relay.ts'

/** Signals that may overtake the answer to the claim; an honest host sends one. */
const MAX_EARLY = 8

export interface ViewerPairingOptions {
  readonly deps: Pick<SessionDeps, 'clock' | 'random' | 'generateCertificate'>
  readonly signaling: Signaling
  /** Outlives the session: an app that has tried a room too often leaves it alone. */
  readonly tries: TriesByRoom
}

export interface ViewerPairingEvents {
  /** The server has taken this viewer in; the proof begins. */
  claimed: [Membership]
  /** Emitted last: both sides know the code. The relay is now the listener's; it vouches for the certificate. */
  paired: [relay: SecureRelay, certificate: RTCCertificate]
  /** Emitted last: nothing came of it. */
  failed: [Failure]
}

type Phase =
  | { readonly kind: 'claiming' }
  | {
      readonly kind: 'proving'
      readonly relay: SecureRelay
      readonly tries: Tries
      readonly triesBefore: number
    }
  | { readonly kind: 'over' }

/** A viewer's way from the typed code to the proof that its host knows it, too: claims the room, then pairs. */
export class ViewerPairing extends Emitter<ViewerPairingEvents> {
  readonly #options: ViewerPairingOptions
  readonly #deadline: Deadline
  #phase: Phase = { kind: 'claiming' }
  /** The host's hello can overtake the answer to the claim. */
  readonly #early: string[] = []

  constructor(options: ViewerPairingOptions) {
    super()
    this.#options = options
    this.#deadline = new Deadline(options.deps.clock)
  }

  /** Begins; can be called once. */
  async start(code: Code): Promise<void> {
    const { deps, signaling, tries } = this.#options
    const { room } = code
    const isExhausted = tries.of(room).left === 0
    if (isExhausted && !tries.isInvalid(room)) {
      this.#fail(failure('too-many-tries'))
      return
    }
    const generated = deps.generateCertificate()
    const connected = await signaling.open()
    const claimed = connected.ok
      ? await claimRoom(signaling, room, deps.clock, () => this.#isClaiming())
      : connected
    if (!this.#isClaiming()) return
    if (!claimed.ok) {
      this.#fail(claimed.error)
      return
    }
    // Not without a proof would the server say so again, and this app sends no more of them.
    if (isExhausted) {
      this.#fail(failure('code-invalid'))
      return
    }
    const certificate = await generated
    if (!this.#isClaiming()) return
    if (certificate.ok) this.#prove(code, claimed.value, certificate.value)
    else this.#fail(certificate.error)
  }

  /** Takes an opaque string that the server relayed; untrusted, as is whom it is said to be from. */
  receive(data: string, from: string): void {
    if (this.#phase.kind === 'proving') this.#phase.relay.receive(data, from)
    else if (this.#phase.kind === 'claiming' && this.#early.length < MAX_EARLY) this.#early.push(data)
  }

  /**
   * What a reason really says while the code is being proved. Two apps that pair do not misunderstand each other, and
   * neither can know that a secret is wrong before its proof: what says so was changed on its way, or comes from
   * somebody else.
   */
  understand(code: ErrorCode): ErrorCode {
    const isImpossible = code === 'bad-request' || (code === 'secret-mismatch' && !this.#hasProved)
    return this.#phase.kind === 'proving' && isImpossible ? 'tampered' : code
  }

  /** Gives up. Safe to call again, and once it is over. */
  close(): void {
    this.#deadline.clear()
    if (this.#phase.kind === 'proving') this.#phase.relay.close()
    this.#phase = { kind: 'over' }
  }

  #isClaiming(): boolean {
    return this.#phase.kind === 'claiming'
  }

  /** Whether this side's proof has gone out. */
  get #hasProved(): boolean {
    return this.#phase.kind === 'proving' && this.#phase.tries.left < this.#phase.triesBefore
  }

  #prove(code: Code, { hostId, ...membership }: Reply<'code:claim'>, certificate: RTCCertificate): void {
    const { deps, signaling } = this.#options
    this.emit('claimed', membership)
    if (!this.#isClaiming()) return
    const tries = this.#options.tries.of(code.room)
    const relay = new SecureRelay({
      role: 'viewer',
      code,
      hostId,
      viewerId: membership.memberId,
      certificate,
      random: deps.random,
      tries,
      post: (data, to) => signaling.sendSignal(to, data),
    })
    this.#phase = { kind: 'proving', relay, tries, triesBefore: tries.left }
    performance.mark('beckon:claimed')
    relay.on('paired', () => {
      performance.measure('beckon:pairing', 'beckon:claimed')
      this.#deadline.clear()
      this.#phase = { kind: 'over' }
      this.emit('paired', relay, certificate)
      this.clear()
    })
    relay.on('failed', ({ code: reason }) => this.#handleUnproved(code.room, tries, reason))
    this.#deadline.set(PAIRING_TIMEOUT_MS, () => this.#fail(failure('peer-unreachable')))
    relay.start()
    for (const data of this.#early.splice(0)) relay.receive(data)
  }

  #handleUnproved(room: string, { left }: Tries, reason: ErrorCode): void {
    const { tries } = this.#options
    if (reason === 'code-invalid' && this.#hasProved) tries.noteInvalid(room)
    const isExhausted = left === 0 && !tries.isInvalid(room)
    this.#fail(failure(isExhausted ? 'too-many-tries' : this.understand(reason)))
  }

  #fail(reason: Failure): void {
    if (this.#phase.kind === 'over') return
    this.close()
    this.emit('failed', reason)
    this.clear()
  }
}
