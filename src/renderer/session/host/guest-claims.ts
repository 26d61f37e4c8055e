import type { SessionDeps, Signaling } from '../deps.ts'
import type { Picture } from './guest-link.ts'
import type { HostCode, LiveCode } from './host-code.ts'
import { HostGuest } from './host-guest.ts'
import type { HostMembership } from './host-membership.ts'
import type { IceSupply } from '../ice-supply.ts'
import { SecureRelay } from '../secure-relay.ts'

/** Claims that may be under way, or refused, at once; an honest server has no more viewers waiting (docs/protocol.md). */
const MAX_PROVING = 16

export interface GuestClaimsOptions {
  readonly deps: SessionDeps
  readonly signaling: Pick<Signaling, 'request' | 'sendSignal'>
  readonly code: Pick<HostCode, 'current' | 'drawDud'>
  readonly membership: Pick<HostMembership, 'current'>
  readonly ice: IceSupply
  /** What is sent to those who are let in. */
  readonly picture: () => Picture | null
  /** Null until it has been made. */
  readonly certificate: () => RTCCertificate | null
  readonly guests: ReadonlyMap<string, HostGuest>
  /** How long the person has to see a request before it may be accepted. */
  readonly acceptWaitMs: () => number
  /** Somebody is to prove a code; `live` is null if that was retired before, and nobody can. */
  readonly onTaken: (guest: HostGuest, live: LiveCode | null) => void
}

/** Claims on a host's code, as its server tells of them: taken up by a guest, which has to prove the code, or refused. */
export class GuestClaims {
  readonly #options: GuestClaimsOptions
  /** Ids of viewers this session is done with; a server that brings one back is out of date, or up to something. */
  readonly #past = new Set<string>()
  /** Claims that the server has been told to drop, and has not answered yet. */
  #refusals = 0

  constructor(options: GuestClaimsOptions) {
    this.#options = options
  }

  /** The session is done with this member: it may claim nothing any more. */
  close(memberId: string): void {
    this.#past.add(memberId)
  }

  isClosed(memberId: string): boolean {
    return this.#past.has(memberId)
  }

  /** Somebody has claimed the code, and has to prove it now. */
  take(viewerId: string): void {
    const { code, deps, guests, ice, picture, membership, signaling, acceptWaitMs, onTaken } = this.#options
    const live = code.current
    const here = membership.current
    const certificate = this.#options.certificate()
    const proving = [...guests.values()].filter(({ state }) => state === 'proving').length
    // Who is here already has nothing to claim: turning the repetition away would turn away the viewer.
    if (proving >= MAX_PROVING || guests.has(viewerId)) return
    // Ids are the server's to give, but nobody may come in under the id of somebody else's request.
    if (!here || !certificate || this.isClosed(viewerId)) {
      void this.#refuse(viewerId)
      return
    }
    const relay = new SecureRelay({
      role: 'host',
      // The server may still hand out a code that this side has already retired: the host is the authority on it. Whoever
      // claims it learns so from the answer to its proof, as with a room that nobody ever had.
      ...(live ?? code.drawDud()),
      hostId: here.memberId,
      viewerId,
      certificate,
      random: deps.random,
      post: (data, to) => signaling.sendSignal(to, data),
    })
    onTaken(new HostGuest({ id: viewerId, relay, deps, certificate, ice, picture, acceptWaitMs }), live)
  }

  /** One word of the server must not cost this side another without end. */
  async #refuse(viewerId: string): Promise<void> {
    if (this.#refusals >= MAX_PROVING) return
    this.#refusals++
    await this.#options.signaling.request('viewer:remove', { viewerId, code: 'code-invalid' })
    this.#refusals--
  }
}
