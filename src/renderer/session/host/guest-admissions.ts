import type { Signaling } from '../deps.ts'
import type { HostGuest } from './host-guest.ts'

export interface GuestAdmissionsOptions {
  readonly signaling: Pick<Signaling, 'request'>
  readonly guests: ReadonlyMap<string, HostGuest>
  /** The server has as many viewers of this session as it takes, and does not take this one. */
  readonly onFull: (guest: HostGuest) => void
}

/**
 * Tells the server whom the person has let in, until it has heard: only those keep their place when they lose their
 * connection. The person's word does not wait for the server.
 */
export class GuestAdmissions {
  readonly #options: GuestAdmissionsOptions
  /** Under which id the server has admitted each. */
  readonly #admitted = new WeakMap<HostGuest, string>()

  constructor(options: GuestAdmissionsOptions) {
    this.#options = options
  }

  /** The person has let it in, or it is back under another id. */
  admit(guest: HostGuest): void {
    const { signaling, onFull } = this.#options
    const viewerId = guest.memberId
    void signaling.request('viewer:admit', { viewerId }).then((answer) => {
      if (answer.ok) this.#admitted.set(guest, viewerId)
      // The server's own cap is for newcomers; its outage must not keep out somebody who proved the code.
      else if (answer.error.code === 'session-full' && !this.#admitted.has(guest)) onFull(guest)
    })
  }

  /** The server knows these members, and may not have heard of all who were let in. */
  makeUp(members: readonly string[]): void {
    for (const guest of this.#options.guests.values()) {
      const { memberId } = guest
      const isHeard = this.#admitted.get(guest) === memberId
      if (guest.place !== null && !isHeard && members.includes(memberId)) this.admit(guest)
    }
  }
}
