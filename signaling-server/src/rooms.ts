import type { Clock } from '../../src/shared/clock.ts'
import type { RandomBytes } from '../../src/shared/code.ts'
import { Emitter } from '../../src/shared/emitter.ts'
import { failure, type ErrorCode } from '../../src/shared/errors.ts'
import type { Reply, RequestPayload } from '../../src/shared/protocol/signaling.ts'
import { err, ok, type Result } from '../../src/shared/result.ts'
import { Announcements, type Delivery, type MemberIds, type RoomsEvents } from './announcements.ts'
import { drawRoom } from './room-numbers.ts'
import type { Host, Member, NewMember, Store, Viewer } from './store/store.ts'
import { digestTicket, drawId, isTicketOf } from './tickets.ts'

export interface RoomsSettings {
  readonly maxViewers: number
  readonly maxSessions: number
  readonly codeTtlMs: number
  /** How long a member without a connection stays one. */
  readonly resumeGraceMs: number
}

export interface RoomsDeps {
  readonly store: Store
  readonly delivery: Delivery
  readonly clock: Clock
  readonly random: RandomBytes
  readonly settings: RoomsSettings
  /** Whether a viewer has claimed a code and proved nothing yet. */
  readonly isUnproved: (viewerId: string) => boolean
}

/** Viewers that may wait for one host's answer at once; bounds what strangers can make a session hold. */
export const MAX_WAITING = 16
/** When to come back to a server that has all the sessions it can take. */
const FULL_RETRY_MS = 30_000
/** With at most 1 % of the numbers taken, ten draws in vain come once in 10^20. */
const MAX_DRAWS = 10

/** The reply of requests that ask for nothing back. */
type Nothing = Record<string, never>
const done: Result<Nothing> = ok({})

/** What a viewer is told of itself and its host. */
const membershipOf = ({ id: memberId }: NewMember, { id: hostId, sessionId }: Host, ticket: string) => ({
  sessionId,
  memberId,
  ticket,
  hostId,
})

/**
 * Sessions, their codes and their members: decides who may do what, keeps it in the store, and tells those whom it
 * concerns (announcements.ts). Knows connections by their ids alone.
 */
export class Rooms {
  readonly events = new Emitter<RoomsEvents>()
  readonly #store: Store
  readonly #delivery: Delivery
  readonly #clock: Clock
  readonly #random: RandomBytes
  readonly #settings: RoomsSettings
  readonly #isUnproved: (viewerId: string) => boolean
  readonly #announcements: Announcements

  constructor({ store, delivery, clock, random, settings, isUnproved }: RoomsDeps) {
    this.#isUnproved = isUnproved
    this.#store = store
    this.#delivery = delivery
    this.#clock = clock
    this.#random = random
    this.#settings = settings
    this.#announcements = new Announcements({ delivery, events: this.events, isUnproved })
  }

  /** The member, if it is on this very connection. */
  async memberOn(connection: string, memberId: string): Promise<Member | undefined> {
    const member = await this.#store.find(memberId)
    return member?.presence.state === 'here' && member.presence.connection === connection ? member : undefined
  }

  /** The member, if the ticket is its own. */
  async memberWithTicket(memberId: string, ticket: string): Promise<Member | undefined> {
    const member = await this.#store.find(memberId)
    return member && isTicketOf(ticket, member.ticketDigest) ? member : undefined
  }

  /** `fingerprint` is that of the certificate that the host will vouch for. */
  async create(connection: string, fingerprint: Uint8Array): Promise<Result<Reply<'session:create'>>> {
    const { maxSessions, maxViewers } = this.#settings
    const sessionId = drawId(this.#random)
    const { ticket, member } = this.#drawMember(connection)
    if (!(await this.#store.createSession(sessionId, member, maxSessions)))
      return err(failure('rate-limited', { retryAfterMs: FULL_RETRY_MS }))
    // Before anybody can find it by its code.
    this.events.emit('sessionOpened', { id: member.id, sessionId }, fingerprint)
    const code = await this.#openCode({ id: member.id, sessionId })
    if (!code.ok) return code
    return ok({ sessionId, memberId: member.id, ticket, maxViewers, ...code.value })
  }

  /** Puts a member on a new connection; one that it still has is closed. */
  async resume(
    connection: string,
    { sessionId, memberId, ticket }: RequestPayload<'session:resume'>,
  ): Promise<Result<Reply<'session:resume'>>> {
    const known = await this.memberWithTicket(memberId, ticket)
    const attached =
      known?.sessionId === sessionId ? await this.#store.attach(memberId, connection) : undefined
    if (!attached) return err(failure('not-allowed'))
    const { member, peers } = attached
    if (member.presence.state === 'here') this.#delivery.drop(member.presence.connection)
    else this.#announcements.welcomeBack(member, peers, connection)
    if (member.role === 'host') this.#announcements.recallReturns(peers, connection)
    return ok({ role: member.role, members: peers.map(({ id }) => id) })
  }

  /** Withdraws the session's code, if any, and opens another. */
  async renew(host: Host): Promise<Result<Reply<'code:renew'>>> {
    const holder = await this.#store.findHolder(host.sessionId)
    const code = await this.#openCode(host)
    // An app turns away whoever is still proving before it renews its code: one that stays has used it up.
    if (holder) this.events.emit('viewerProved', holder)
    return code
  }

  /** Ends the claim of a viewer who has failed to prove the secret: the viewer goes, its code is open again. */
  async release(host: Host, viewerId: string): Promise<Result<Nothing>> {
    const viewer = await this.#viewerOf(host, viewerId)
    if (viewer?.admitted) return err(failure('not-allowed'))
    const outcome = await this.#store.reopenCode(host.sessionId, viewerId, this.#clock.now())
    if (viewer) await this.#dismiss(viewer, 'secret-mismatch')
    return outcome === 'expired' ? err(failure('code-invalid')) : done
  }

  /**
   * `code-invalid` if the room is unknown, used or expired, its host away, or too many wait: which nobody may learn before a proof,
   * so that a decoy answers in its place (decoys/decoys.ts).
   */
  async claim(connection: string, room: string): Promise<Result<Reply<'code:claim'>>> {
    const { ticket, member: viewer } = this.#drawMember(connection)
    const host = await this.#store.claimCode({
      room,
      viewer,
      nowMs: this.#clock.now(),
      maxWaiting: MAX_WAITING,
    })
    if (!host) return err(failure('code-invalid'))
    this.events.emit('viewerClaimed', { id: viewer.id, sessionId: host.sessionId }, host.id, room)
    this.#announcements.introduce(host, connection, { viewerId: viewer.id })
    return ok(membershipOf(viewer, host, ticket))
  }

  /** Where viewers may come back to this host from now on. */
  async expect(host: Host, places: readonly string[]): Promise<Result<Nothing>> {
    await this.#store.setPlaces(host.sessionId, places)
    return done
  }

  /** Brings a viewer back to its host, as one more that waits. Who names a place of 128 bits has not guessed it. */
  async claimPlace(connection: string, place: string): Promise<Result<Reply<'place:claim'>>> {
    const { ticket, member: viewer } = this.#drawMember(connection)
    const host = await this.#store.claimPlace({ place, viewer, maxWaiting: MAX_WAITING })
    if (!host) return err(failure('not-allowed'))
    this.events.emit('viewerReturned', { id: viewer.id, sessionId: host.sessionId })
    this.#announcements.introduce(host, connection, { viewerId: viewer.id, place })
    return ok(membershipOf(viewer, host, ticket))
  }

  /** Passes a signal on, between the host and a viewer of one session. */
  async relay(sender: Member, to: string, data: string): Promise<Result<Nothing>> {
    const target = await this.#store.find(to)
    if (target?.sessionId !== sender.sessionId) return err(failure('peer-gone'))
    if (target.role === sender.role) return err(failure('not-allowed'))
    if (target.presence.state === 'away') return err(failure('peer-gone'))
    this.#announcements.tell(target, 'signal:received', { from: sender.id, data })
    this.events.emit('signalRelayed', data, sender, target)
    return done
  }

  async admit(host: Host, viewerId: string): Promise<Result<Nothing>> {
    const { sessionId } = host
    const outcome = await this.#store.admitViewer(sessionId, viewerId, this.#settings.maxViewers)
    if (outcome === 'full') return err(failure('session-full'))
    if (outcome === 'unknown') return err(failure('peer-gone'))
    this.events.emit('viewerProved', { id: viewerId, sessionId })
    this.events.emit('viewerAdmitted', { id: viewerId, sessionId })
    return done
  }

  /** Turns a viewer away. A code that it holds stays used until the host releases or renews it. */
  async remove(host: Host, viewerId: string, code: ErrorCode): Promise<Result<Nothing>> {
    const viewer = await this.#viewerOf(host, viewerId)
    if (!viewer) return err(failure('peer-gone'))
    await this.#dismiss(viewer, code)
    return done
  }

  async leave(member: Member): Promise<Result<Nothing>> {
    await this.#store.reopenCode(member.sessionId, member.id, this.#clock.now())
    const left = await this.#store.remove(member.id)
    if (left) this.#announcements.announceDeparture(left, 'session-ended')
    return done
  }

  /** A connection is lost, or closed without a word. */
  async handleDisconnect(connection: string, memberId: string): Promise<void> {
    const detached = await this.#store.detach(memberId, connection, this.#clock.now())
    if (!detached) return
    if (detached.kind === 'gone') {
      this.#announcements.announceDeparture(detached, 'peer-gone')
      return
    }
    const { member, peers } = detached
    this.events.emit('memberAway', member)
    if (member.role !== 'host') return
    for (const viewer of peers) {
      if (viewer.role === 'viewer' && this.#isUnproved(viewer.id)) await this.#orphan(viewer)
      else this.#announcements.tell(viewer, 'host:presence', { online: false })
    }
  }

  /** Withdraws what has expired and parts with members who have been away too long; to be called now and then. */
  async sweep(): Promise<void> {
    const nowMs = this.#clock.now()
    for (const departure of await this.#store.sweep(nowMs, nowMs - this.#settings.resumeGraceMs))
      this.#announcements.announceDeparture(departure, 'peer-gone')
  }

  #drawMember(connection: string): { ticket: string; member: NewMember } {
    const ticket = drawId(this.#random)
    return { ticket, member: { id: drawId(this.#random), ticketDigest: digestTicket(ticket), connection } }
  }

  async #openCode(host: MemberIds): Promise<Result<Reply<'code:renew'>>> {
    const { codeTtlMs } = this.#settings
    for (let draw = 0; draw < MAX_DRAWS; draw++) {
      const room = drawRoom(await this.#store.countCodes(), this.#random)
      const outcome = await this.#store.openCode(host.sessionId, room, this.#clock.now() + codeTtlMs)
      if (outcome === 'opened') {
        this.events.emit('codeOpened', host, room)
        return ok({ room, codeTtlMs })
      }
      if (outcome === 'session-over') return err(failure('not-allowed'))
    }
    throw new Error(`${MAX_DRAWS} room numbers in a row were taken`)
  }

  async #viewerOf(host: Host, viewerId: string): Promise<Viewer | undefined> {
    const viewer = await this.#store.find(viewerId)
    return viewer?.role === 'viewer' && viewer.sessionId === host.sessionId ? viewer : undefined
  }

  async #dismiss(viewer: Viewer, code: ErrorCode): Promise<void> {
    if (!(await this.#store.remove(viewer.id))) return
    this.#announcements.tell(viewer, 'viewer:removed', { code })
    this.events.emit('viewerLeft', viewer, code)
  }

  async #orphan(viewer: Viewer): Promise<void> {
    await this.#store.reopenCode(viewer.sessionId, viewer.id, this.#clock.now())
    if (await this.#store.remove(viewer.id)) this.events.emit('viewerOrphaned', viewer)
  }
}
