import type { Result } from '#shared/result.ts'
import type { Signaling } from '../deps.ts'
import type { HostCode } from './host-code.ts'
import type { HostGuests } from './host-guests.ts'
import type { HostMembership } from './host-membership.ts'
import type { ServerPresence } from '../snapshots.ts'

export interface HostPresenceOptions {
  readonly signaling: Pick<Signaling, 'on'>
  readonly membership: HostMembership
  readonly code: HostCode
  readonly guests: HostGuests
  readonly onChange: () => void
}

/**
 * How a host stands with its server, once it has a session: what becomes of its code and of its guests while the
 * connection is lost, and when it is back. Links that are up go on all the while.
 */
export class HostPresence {
  readonly #options: HostPresenceOptions
  #current: ServerPresence = 'online'
  #isClosed = false

  constructor(options: HostPresenceOptions) {
    this.#options = options
    const { signaling, code } = options
    signaling.on('interrupted', () => this.#handleLost())
    signaling.on('resumed', ({ members }) => this.#handleResumed(members))
    signaling.on('forgotten', () => void this.#handleForgotten())
    signaling.on('rejected', (reason) => code.fail(reason))
  }

  get current(): ServerPresence {
    return this.#current
  }

  /** The session is over: what the server still answers changes nothing. */
  close(): void {
    this.#isClosed = true
  }

  #handleLost(): void {
    this.#options.guests.suspend()
    this.#set('reconnecting')
  }

  #handleResumed(members: readonly string[]): void {
    const { guests, code } = this.#options
    guests.handleResumed(members)
    if (code.snapshot.kind === 'unavailable') void this.#offerCode()
    this.#set('online')
  }

  /** The server has lost us, not the viewers; a new code takes the place of the old. */
  async #handleForgotten(): Promise<void> {
    const { membership, guests } = this.#options
    membership.handleForgotten()
    guests.handleForgotten()
    const room = await this.#offerCode()
    // Without an answer the connection is lost again, and the next one brings us back here.
    if (room.ok || room.error.code !== 'server-unreachable') this.#set('online')
  }

  async #offerCode(): Promise<Result<unknown>> {
    const { membership, guests, code } = this.#options
    const room = await membership.requestRoom()
    if (this.#isClosed) return room
    // In a session that is new to the server, it does not know yet who may come back.
    guests.announce()
    if (room.ok) code.offer(room.value)
    else code.fail(room.error)
    return room
  }

  #set(presence: ServerPresence): void {
    this.#current = presence
    this.#options.onChange()
  }
}
