import type { Signaling } from '../deps.ts'
import type { GuestAdmissions } from './guest-admissions.ts'
import type { HostGuest } from './host-guest.ts'

/** More than an honest server brings at once (docs/protocol.md). */
const MAX_CLAIMANTS = 16

export interface GuestReturnsOptions {
  readonly signaling: Pick<Signaling, 'request'>
  readonly guests: ReadonlyMap<string, HostGuest>
  readonly admissions: GuestAdmissions
  /** Has the server drop a member who has nothing to come back to, now and for good. */
  readonly turnAway: (memberId: string) => void
}

/**
 * Viewers that come back after the server has forgotten them: as new members, who are somebody only once they have shown
 * the ticket of the guest whose place they named.
 */
export class GuestReturns {
  readonly #signaling: Pick<Signaling, 'request'>
  readonly #guests: ReadonlyMap<string, HostGuest>
  /** Members that have named a guest's place, and have shown no ticket yet. */
  readonly #claimants = new Map<string, HostGuest>()
  readonly #admissions: GuestAdmissions
  readonly #turnAway: (memberId: string) => void
  /** What the server knows, or is being told; null when it may have heard or not. */
  #announced: string | null = ''

  constructor({ signaling, guests, admissions, turnAway }: GuestReturnsOptions) {
    this.#signaling = signaling
    this.#guests = guests
    this.#admissions = admissions
    this.#turnAway = turnAway
  }

  /** Whoever the server says is `memberId`: a guest, or somebody who claims to be one. */
  find(memberId: string): HostGuest | undefined {
    const guest = [...this.#guests.values()].find((it) => it.memberId === memberId)
    return guest ?? this.#claimants.get(memberId)
  }

  /** Tells the server at which places guests may come back, if that has changed or it may not have heard. */
  announce(): void {
    const places = [...this.#guests.values()].flatMap(({ place }) => place ?? [])
    const announced = places.join()
    if (announced === this.#announced) return
    this.#announced = announced
    void this.#signaling.request('session:expect', { places }).then((answer) => {
      if (!answer.ok && this.#announced === announced) this.#announced = null
    })
  }

  /** The server has forgotten the places, and all its members. */
  forget(): void {
    this.#announced = ''
    this.#claimants.clear()
  }

  /** Somebody has come to a place. A place that was given up is nobody's. */
  claim(memberId: string, place: string): void {
    const guest = [...this.#guests.values()].find((it) => it.place === place)
    // Who is here already, and was not let in again yet, is no stranger to its own place.
    if (guest?.memberId === memberId) return
    if (guest && (this.#claimants.has(memberId) || this.#claimants.size < MAX_CLAIMANTS))
      this.#claimants.set(memberId, guest)
    else this.#turnAway(memberId)
  }

  /** A member is gone; as one who claimed a place, it proves nothing any more. */
  drop(memberId: string): void {
    this.#claimants.delete(memberId)
  }

  /** The server knows these members; what claimants among them had said may have gone to a dead connection. */
  invite(members: readonly string[]): void {
    for (const [memberId, guest] of [...this.#claimants])
      if (members.includes(memberId)) guest.invite(memberId)
      else this.drop(memberId)
  }

  /** A guest has shown its ticket; who it was to the server, and who else came to its place, has to go. */
  settle(guest: HostGuest, formerId: string): void {
    const { memberId } = guest
    const others = this.#takeClaimants(guest)
    if (memberId === formerId) return
    for (const id of new Set([formerId, ...others])) if (id !== memberId) this.#turnAway(id)
    this.#admissions.admit(guest)
    this.announce()
  }

  /** A guest is gone, and with it the place that others may have claimed. */
  giveUp(guest: HostGuest): void {
    for (const id of this.#takeClaimants(guest)) this.#turnAway(id)
    this.announce()
  }

  #takeClaimants(guest: HostGuest): readonly string[] {
    const ids = [...this.#claimants].filter(([, it]) => it === guest).map(([id]) => id)
    for (const id of ids) this.#claimants.delete(id)
    return ids
  }
}
