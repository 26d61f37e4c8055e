import { Emitter } from '#shared/emitter.ts'
import type { ErrorCode, Failure } from '#shared/errors.ts'
import type { GuestState } from '#shared/machines/guest.ts'
import { CAREFUL_WAIT_MS, USUAL_WAIT_MS } from './accept-brake.ts'
import type { SessionDeps, Signaling } from '../deps.ts'
import { GuestAdmissions } from './guest-admissions.ts'
import { GuestClaims } from './guest-claims.ts'
import { endingOf, type GuestEnding } from './guest-ending.ts'
import { GuestReturns } from './guest-returns.ts'
import type { HostCode, LiveCode } from './host-code.ts'
import type { HostControl } from './host-control.ts'
import type { Picture, Sound } from './guest-link.ts'
import type { HostGuest } from './host-guest.ts'
import type { HostMembership } from './host-membership.ts'
import type { IceSupply } from '../ice-supply.ts'
import type { HostNotice, HostSnapshot } from '../snapshots.ts'

export interface HostGuestsOptions {
  readonly deps: SessionDeps
  readonly signaling: Signaling
  readonly code: HostCode
  readonly control: HostControl
  readonly membership: HostMembership
  readonly ice: IceSupply
  /** What is sent now; null when there is nothing. */
  readonly picture: () => Picture | null
  /** Null until it has been made. */
  readonly certificate: () => RTCCertificate | null
  /** Whether the person has let somebody in on this device before; asked at each request. */
  readonly isExperienced: () => boolean
}

export interface HostGuestsEvents {
  changed: []
  /** One of them has proved the code, which has thereby done its work. */
  proved: []
  /** Something that the person should know. */
  noticed: [HostNotice]
}

type GuestSnapshots = Extract<HostSnapshot, { kind: 'open' }>['guests']

/** The viewers of one host: who is shown, let in and turned away, and what the server hears of it. */
export class HostGuests extends Emitter<HostGuestsEvents> {
  readonly #options: HostGuestsOptions
  readonly #guests = new Map<string, HostGuest>()
  readonly #claims: GuestClaims
  readonly #admissions: GuestAdmissions
  readonly #returns: GuestReturns
  /** A stranger has tried it in this session. */
  #isAlarmed = false

  constructor(options: HostGuestsOptions) {
    super()
    this.#options = options
    const { signaling } = options
    this.#claims = new GuestClaims({
      ...options,
      guests: this.#guests,
      acceptWaitMs: () => this.#acceptWaitMs,
      onTaken: (guest, live) => this.#add(guest, live),
    })
    this.#admissions = new GuestAdmissions({
      signaling,
      guests: this.#guests,
      onFull: ({ id }) => this.remove(id, 'session-full'),
    })
    this.#returns = new GuestReturns({
      signaling,
      guests: this.#guests,
      admissions: this.#admissions,
      turnAway: (memberId) => this.#turnAway(memberId),
    })
  }

  get snapshots(): GuestSnapshots {
    return [...this.#guests.values()].flatMap(({ id, snapshot }) =>
      snapshot ? { ...snapshot, grant: this.#options.control.grantOf(id) } : [],
    )
  }

  /**
   * The server says that somebody has claimed the code, which has to be proved now.
   * @param place of a guest that comes back, instead
   */
  claim(viewerId: string, place?: string): void {
    if (place === undefined) this.#claims.take(viewerId)
    else this.#returns.claim(viewerId, place)
  }

  /** An opaque string from the server; untrusted. */
  receive(from: string, data: string): void {
    this.#returns.find(from)?.receive(data, from)
  }

  /** The server says that a viewer has left or vanished. */
  handleLeft(viewerId: string, code: ErrorCode): void {
    this.#claims.close(viewerId)
    this.#options.signaling.dropSignals(viewerId)
    this.#returns.drop(viewerId)
    this.#guestOf(viewerId)?.handleLeft(code)
  }

  /** Lets a viewer in, if its request has been in sight long enough; says whether it has. */
  accept(guestId: string): boolean {
    const guest = this.#guests.get(guestId)
    if (!guest?.mayBeAccepted) return false
    void guest.accept()
    this.#returns.announce()
    this.#admissions.admit(guest)
    return true
  }

  /** Ends it for a viewer, and tells it and the server why. */
  remove(guestId: string, code: ErrorCode): void {
    const guest = this.#guests.get(guestId)
    const viewerId = guest?.memberId ?? guestId
    this.#claims.close(viewerId)
    guest?.dismiss(code)
    void this.#options.signaling.request('viewer:remove', { viewerId, code })
  }

  /** Turns a stranger away; from here on, every request has to be in sight for longer. */
  removeStranger(guestId: string): void {
    this.#isAlarmed = true
    this.remove(guestId, 'denied')
  }

  /** Whoever is still at the old code has come too late. */
  removeProving(): void {
    for (const guest of [...this.#guests.values()])
      if (guest.state === 'proving') this.remove(guest.id, 'code-invalid')
  }

  /** The person sees a viewer's request, or no longer does. */
  attend(guestId: string, isSeen: boolean): void {
    this.#guests.get(guestId)?.attend(isSeen)
  }

  /** The viewer came to the person, not the person to the viewer: a reason to wait longer. */
  takeCare(guestId: string): void {
    this.#guests.get(guestId)?.lengthenWait(CAREFUL_WAIT_MS)
  }

  show(stream: MediaStream): void {
    for (const guest of this.#guests.values()) guest.show(stream)
  }

  play(sound: Sound | null): void {
    for (const guest of this.#guests.values()) guest.play(sound)
  }

  setPaused(paused: boolean): void {
    for (const guest of this.#guests.values()) guest.setPaused(paused)
  }

  /** The server knows us again, and says who is in its session. */
  handleResumed(members: readonly string[]): void {
    for (const guest of [...this.#guests.values()])
      if (!members.includes(guest.memberId)) guest.handleLeft('peer-gone')
    for (const guest of this.#guests.values()) guest.resume()
    for (const id of members) {
      // What was decided while disconnected is said again; what was missed meanwhile is taken up.
      if (this.#claims.isClosed(id)) this.#removeAgain(id)
      else if (!this.#returns.find(id)) this.#claims.take(id)
    }
    this.#returns.invite(members)
    this.#admissions.makeUp(members)
    this.#returns.announce()
  }

  /** The server has lost everybody; links that are up go on. */
  handleForgotten(): void {
    this.#returns.forget()
    for (const guest of [...this.#guests.values()]) guest.handleLeft('peer-gone')
  }

  /** Tells the server who may come back, if that has changed. */
  announce(): void {
    this.#returns.announce()
  }

  /** The connection to the server is lost. */
  suspend(): void {
    for (const guest of this.#guests.values()) guest.suspend()
  }

  /** The session is over. */
  close(): void {
    for (const guest of [...this.#guests.values()]) guest.dismiss('session-ended')
    this.clear()
  }

  #guestOf(memberId: string): HostGuest | undefined {
    return [...this.#guests.values()].find((it) => it.memberId === memberId)
  }

  /** A member that is no guest, and is not to be taken for a new one. */
  #turnAway(memberId: string): void {
    // Nor has the server a say in who is a guest.
    if (this.#guestOf(memberId)) return
    this.#claims.close(memberId)
    void this.#options.signaling.request('viewer:remove', { viewerId: memberId, code: 'peer-gone' })
  }

  /** By what it is to the server now: a guest that has come back had another member's id before. */
  #removeAgain(memberId: string): void {
    this.#guestOf(memberId)?.dismiss('removed')
    void this.#options.signaling.request('viewer:remove', { viewerId: memberId, code: 'removed' })
  }

  get #acceptWaitMs(): number {
    return this.#isAlarmed || !this.#options.isExperienced() ? CAREFUL_WAIT_MS : USUAL_WAIT_MS
  }

  #add(guest: HostGuest, live: LiveCode | null): void {
    this.#guests.set(guest.id, guest)
    guest.on('proved', () => this.emit('proved'))
    guest.on('knocked', () => this.#handleKnock(guest))
    guest.on('changed', () => this.emit('changed'))
    guest.on('linking', (channel) => this.#options.control.add(guest.id, channel))
    guest.on('linkChanged', (change) => this.#options.control.handleLink(guest.id, change))
    guest.on('resumed', (formerId) => this.#returns.settle(guest, formerId))
    guest.on('gone', (reason, from) => {
      if (live) this.#handleGone(guest, from, reason, live.tries.left)
      else this.#handleDudGone(guest)
    })
    guest.start()
  }

  #handleKnock(guest: HostGuest): void {
    const present = [...this.#guests.values()].filter((it) => it.snapshot).length
    if (present > this.#options.membership.maxViewers) this.remove(guest.id, 'session-full')
  }

  #handleGone(guest: HostGuest, from: GuestState, reason: Failure | null, triesLeft: number): void {
    this.#guests.delete(guest.id)
    this.#options.control.remove(guest.id)
    this.#returns.giveUp(guest)
    if (reason) this.#conclude(guest.memberId, endingOf({ name: guest.name, from, reason, triesLeft }))
    this.emit('changed')
  }

  /** Nobody could have come in, so there is nothing to tell the person, and no code to give back. */
  #handleDudGone(guest: HostGuest): void {
    this.#guests.delete(guest.id)
    this.#claims.close(guest.id)
  }

  #conclude(viewerId: string, { removal, code: fate, notice }: GuestEnding): void {
    const { code, signaling } = this.#options
    // A server that has told of it knows; by that, it has opened the code of one that was proving it.
    if (!this.#claims.isClosed(viewerId)) {
      if (removal) void signaling.request('viewer:remove', { viewerId, code: removal })
      else void signaling.request('code:release', { viewerId })
    }
    this.#claims.close(viewerId)
    if (fate !== 'untouched') code.suspect()
    if (notice) this.emit('noticed', notice)
    if (fate === 'burnt') code.burn()
  }
}
