import type { Clock } from '../../../src/shared/clock.ts'
import type { RandomBytes } from '../../../src/shared/code.ts'
import { failure } from '../../../src/shared/errors.ts'
import type { Reply, RequestPayload } from '../../../src/shared/protocol/signaling.ts'
import { err, ok, type Result } from '../../../src/shared/result.ts'
import type { Delivery } from '../announcements.ts'
import type { Viewer } from '../store/store.ts'
import { digestTicket, drawId, isTicketOf } from '../tickets.ts'
import type { Character } from './casting.ts'
import { DecoyHost } from './decoy-host.ts'
import type { Run } from './run-watch.ts'

export interface DecoysDeps {
  readonly delivery: Delivery
  readonly cast: (room: string) => Character
  /** For delays of less than a millisecond. */
  readonly clock: Clock
  readonly random: RandomBytes
  /** A decoy's viewer is gone. */
  readonly onLeft: (viewerId: string) => void
}

/** A viewer that takes a decoy for a host. */
interface Visitor {
  readonly id: string
  readonly sessionId: string
  readonly hostId: string
  readonly ticketDigest: string
  connection: string
  readonly host: DecoyHost
}

/** Decoys at work at once, about 2 kB each. */
const MAX_DECOYS = 2000

/**
 * Stands in for the hosts that claims do not find, so that no answer tells whether a room exists until a proof has been
 * spent on it (docs/decisions/0004-decoys.md). To its viewer a decoy is a session like any other: what Rooms answers a
 * viewer that has not been let in, this answers in the same way.
 */
export class Decoys {
  readonly #deps: DecoysDeps
  readonly #visitors = new Map<string, Visitor>()

  constructor(deps: DecoysDeps) {
    this.#deps = deps
  }

  /** Whether another one would be too many; to be asked before anybody knows whether a claim needs one. */
  get isFull(): boolean {
    return this.#visitors.size >= MAX_DECOYS
  }

  /** Answers a claim as if the room had a host that waits for somebody. */
  claim(connection: string, room: string): Reply<'code:claim'> {
    const { cast, random } = this.#deps
    const character = cast(room)
    const { sessionId, hostId } = character
    const ticket = drawId(random)
    const id = drawId(random)
    this.#receive(
      { id, sessionId, hostId, ticketDigest: digestTicket(ticket), connection },
      character,
    ).start()
    return { sessionId, memberId: id, ticket, hostId }
  }

  /** Goes on with a viewer that has proved nothing, whose host has gone: it is not to learn that there was one. */
  takeOver({ id, sessionId, ticketDigest, presence }: Viewer, { room, hostId, said, heard }: Run): void {
    if (presence.state === 'away') return
    const { connection } = presence
    this.#receive({ id, sessionId, hostId, ticketDigest, connection }, this.#deps.cast(room)).takeOver({
      said,
      heard,
    })
  }

  isVisitor(connection: string, memberId: string): boolean {
    return this.#visitors.get(memberId)?.connection === connection
  }

  hasTicket(memberId: string, ticket: string): boolean {
    const visitor = this.#visitors.get(memberId)
    return visitor !== undefined && isTicketOf(ticket, visitor.ticketDigest)
  }

  relay(memberId: string, { to, data }: RequestPayload<'signal:send'>): Result<Record<string, never>> {
    const visitor = this.#visitors.get(memberId)
    if (to === memberId) return err(failure('not-allowed'))
    if (visitor?.hostId !== to) return err(failure('peer-gone'))
    visitor.host.receive(data)
    return ok({})
  }

  resume(
    connection: string,
    { sessionId, memberId, ticket }: RequestPayload<'session:resume'>,
  ): Result<Reply<'session:resume'>> {
    const visitor = this.#visitors.get(memberId)
    if (visitor?.sessionId !== sessionId || !this.hasTicket(memberId, ticket))
      return err(failure('not-allowed'))
    this.#deps.delivery.drop(visitor.connection)
    visitor.connection = connection
    return ok({ role: 'viewer', members: [visitor.hostId] })
  }

  /** The viewer leaves, or its connection is lost; one that is on another connection by now stays. */
  leave(connection: string, memberId: string): Result<Record<string, never>> {
    const visitor = this.#visitors.get(memberId)
    if (visitor?.connection === connection) this.#forget(visitor)
    return ok({})
  }

  #receive(guest: Omit<Visitor, 'host'>, character: Character): DecoyHost {
    const { clock, random, delivery } = this.#deps
    const { hostId } = guest
    const host = new DecoyHost({
      character,
      clock,
      random,
      post: (data) => delivery.send(visitor.connection, 'signal:received', { from: hostId, data }),
      dismiss: () => {
        this.#forget(visitor)
        // As for a host that releases its code.
        delivery.send(visitor.connection, 'viewer:removed', { code: 'secret-mismatch' })
      },
    })
    const visitor: Visitor = { ...guest, host }
    this.#visitors.set(visitor.id, visitor)
    return host
  }

  #forget(visitor: Visitor): void {
    visitor.host.close()
    this.#visitors.delete(visitor.id)
    this.#deps.onLeft(visitor.id)
  }
}
