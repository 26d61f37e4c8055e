import type { Clock } from '#shared/clock.ts'
import { Emitter } from '#shared/emitter.ts'
import { failure, type ErrorCode, type Failure } from '#shared/errors.ts'
import type { GuestState } from '#shared/machines/guest.ts'
import { hostTable, type HostInput, type HostState } from '#shared/machines/host.ts'
import { step } from '#shared/machines/table.ts'
import type { PlacedInput } from '#shared/protocol/input.ts'
import type { Reply } from '#shared/protocol/signaling.ts'
import { ok, type Result } from '#shared/result.ts'
import type { PictureKind } from '../media/screen-capture.ts'
import type { Membership } from '../transport/signaling-client.ts'
import { CAREFUL_WAIT_MS, USUAL_WAIT_MS } from './accept-brake.ts'
import type { HostDeps, Signaling } from './deps.ts'
import { GuestReturns } from './guest-returns.ts'
import { HostCode } from './host-code.ts'
import { HostControl } from './host-control.ts'
import { HostGuest } from './host-guest.ts'
import { HostPicture } from './host-picture.ts'
import { SecureRelay } from './secure-relay.ts'
import type { HostNotice, HostSnapshot, ServerPresence } from './snapshots.ts'

/** Claims that may be under way at once; an honest server has no more viewers waiting (docs/protocol.md). */
const MAX_PROVING = 16
/** What a notice of these kinds says holds for one code. */
const aboutTheCode: ReadonlySet<HostNotice['kind']> = new Set(['wrong-code', 'code-burnt', 'join-failed'])

export interface HostSessionOptions {
  /** What is mostly shown. */
  readonly kind: PictureKind
  /** Whether the person has let somebody in on this device before; asked at each request. */
  readonly isExperienced: () => boolean
}

export interface HostSessionEvents {
  changed: [HostSnapshot]
  /** A viewer points at something, see `HostControl`. Too often to be part of the snapshot. */
  pointed: [guestId: string, input: PlacedInput]
  /** The person has let somebody in. */
  accepted: []
}

/**
 * The host's session from the click on "share" to the end: owns the picture, the code, the connection to the server
 * and one guest per viewer. Whatever goes wrong with one viewer, or with the server, leaves the others alone.
 */
export class HostSession extends Emitter<HostSessionEvents> {
  readonly #deps: HostDeps
  readonly #clock: Clock
  readonly #signaling: Signaling
  readonly #code: HostCode
  readonly #guests = new Map<string, HostGuest>()
  readonly #returns: GuestReturns
  readonly #picture: HostPicture
  /** What viewers may do beyond watching: asks, offers and answers go there. */
  readonly control: HostControl
  /** Ids of viewers this session is done with; a server that brings one back is out of date, or up to something. */
  readonly #past = new Set<string>()
  readonly #isExperienced: () => boolean
  /** A stranger has tried it in this session. */
  #isAlarmed = false
  #state: HostState = 'idle'
  #certificate: RTCCertificate | null = null
  #membership: Membership | null = null
  #stopListening = (): void => undefined
  #maxViewers = 0
  #server: ServerPresence = 'online'
  #startedAt = 0
  #notice: HostNotice | null = null
  #failure: Failure | null = null

  constructor(deps: HostDeps, { kind, isExperienced }: HostSessionOptions) {
    super()
    this.#deps = deps
    this.#isExperienced = isExperienced
    this.#picture = new HostPicture(deps.capture, kind)
    this.#picture.on('replaced', (stream) => this.#handleReplaced(stream))
    this.#picture.on('ended', () => this.#end(failure('capture-ended')))
    this.#clock = deps.clock
    this.control = new HostControl(deps.createControl(), deps.clock)
    this.control.on('changed', () => this.#publish())
    this.control.on('pointed', (guestId, input) => this.emit('pointed', guestId, input))
    this.#signaling = deps.createSignaling()
    this.#code = new HostCode({
      requestRoom: () => this.#requestRoom(),
      random: deps.random,
      clock: deps.clock,
      onChange: () => this.#publish(),
    })
    this.#returns = new GuestReturns(this.#signaling, this.#guests)
    this.#signaling.on('viewer:claimed', ({ viewerId, place }) => {
      if (place === undefined) this.#admitClaim(viewerId)
      else this.#returns.claim(viewerId, place)
    })
    this.#signaling.on('signal:received', ({ from, data }) => this.#returns.find(from)?.receive(data, from))
    this.#signaling.on('viewer:left', ({ viewerId, code }) => {
      this.#past.add(viewerId)
      this.#guestOf(viewerId)?.handleLeft(code)
    })
    this.#signaling.on('interrupted', () => this.#handleServerLost())
    this.#signaling.on('resumed', ({ members }) => this.#handleResumed(members))
    this.#signaling.on('forgotten', () => void this.#handleForgotten())
    this.#signaling.on('rejected', (reason) => this.#code.fail(reason))
  }

  get snapshot(): HostSnapshot {
    const { stream } = this.#picture
    switch (this.#state) {
      case 'idle':
      case 'choosing':
        return { kind: this.#state }
      case 'ended':
        return { kind: 'ended', failure: this.#failure }
      default:
    }
    if (!stream) throw new Error('sharing without a capture')
    if (this.#state === 'opening') return { kind: 'opening', stream }
    return {
      kind: 'open',
      stream,
      paused: this.#state === 'paused',
      code: this.#code.snapshot,
      guests: [...this.#guests.values()].flatMap(({ id, snapshot }) =>
        snapshot ? { ...snapshot, grant: this.control.grantOf(id) } : [],
      ),
      control: this.control.snapshot,
      maxViewers: this.#maxViewers,
      server: this.#server,
      startedAt: this.#startedAt,
      notice: this.#notice,
    }
  }

  /** Lets the person pick a screen and opens a session for it. Call it directly in a click. */
  async start(): Promise<void> {
    if (this.#state !== 'idle') return
    this.#advance('start')
    // The capture comes first, for it needs the click; server and certificate get ready while the person chooses.
    const picked = this.#picture.pick()
    const reached = this.#signaling.open()
    const generated = this.#deps.generateCertificate()
    const picture = await picked
    if (!picture.ok) {
      this.#end(picture.error)
      return
    }
    this.#advance('captured')
    const [certificate, connected] = await Promise.all([generated, reached])
    if (!certificate.ok) {
      this.#end(certificate.error)
      return
    }
    this.#certificate = certificate.value
    const created = connected.ok ? await this.#signaling.request('session:create', {}) : connected
    if ((this.#state as HostState) !== 'opening') return
    if (!created.ok) {
      this.#end(created.error)
      return
    }
    this.#startedAt = this.#clock.now()
    this.#stopListening = this.#deps.onNetworkChange(() => this.#signaling.wake())
    this.#state = step(hostTable, this.#state, 'opened')
    this.#code.open(this.#join(created.value))
  }

  /**
   * Lets the person pick something else to show, under the same code and to the same viewers. Call it directly in a
   * click.
   */
  async switchPicture(): Promise<void> {
    if (this.#state !== 'sharing' && this.#state !== 'paused') return
    const picked = await this.#picture.pick()
    // Thinking better of it is no failure.
    if (picked.ok || picked.error.code === 'capture-refused' || picked.error.code === 'not-allowed') return
    this.#notice = { kind: 'not-switched', failure: picked.error }
    this.#publish()
  }

  pause(): void {
    this.#setPaused('pause')
  }

  resume(): void {
    this.#setPaused('resume')
  }

  /** Ends everything: capture, links, code, session. */
  stop(): void {
    this.#end(null)
  }

  async renewCode(): Promise<void> {
    // Whoever is still at the old code has come too late.
    for (const guest of [...this.#guests.values()])
      if (guest.state === 'proving') this.#remove(guest.id, 'code-invalid')
    // What was said about the old code does not hold for the new one.
    if (this.#notice && aboutTheCode.has(this.#notice.kind)) this.#notice = null
    await this.#code.renew()
  }

  /** Lets a viewer in. Nothing happens before the request has been in sight long enough, wherever the call comes from. */
  accept(guestId: string): void {
    const guest = this.#guests.get(guestId)
    const { stream, kind } = this.#picture
    if (!stream || !guest?.mayBeAccepted) return
    this.emit('accepted')
    void guest.accept({ stream, kind }, this.#state === 'paused')
    this.#returns.announce()
    void this.#signaling.request('viewer:admit', { viewerId: guestId }).then((answer) => {
      // The server's own cap; its outage must not keep out somebody who proved the code.
      if (!answer.ok && answer.error.code === 'session-full') this.#remove(guestId, 'session-full')
    })
  }

  deny(guestId: string): void {
    this.#remove(guestId, 'denied')
  }

  /** The person sees a viewer's request, or no longer does. */
  attend(guestId: string, isSeen: boolean): void {
    this.#guests.get(guestId)?.attend(isSeen)
  }

  /** The viewer came to the person, not the person to the viewer: a reason to wait longer. */
  takeCare(guestId: string): void {
    this.#guests.get(guestId)?.lengthenWait(CAREFUL_WAIT_MS)
  }

  /** Turns a stranger away. Its code goes, too, and none takes its place unasked: it would be asked for next. */
  denyStranger(guestId: string): void {
    this.#isAlarmed = true
    this.#remove(guestId, 'denied')
    this.#code.withdraw()
  }

  disconnect(guestId: string): void {
    this.#remove(guestId, 'removed')
  }

  dismissNotice(): void {
    this.#notice = null
    this.#publish()
  }

  #handleReplaced(stream: MediaStream): void {
    for (const guest of this.#guests.values()) guest.show(stream)
    this.control.handlePicture('replaced')
    this.#publish()
  }

  /** Takes note of who we are to the server; gives the room that it opened. */
  #join({ maxViewers, room, codeTtlMs, ...membership }: Reply<'session:create'>): Reply<'code:renew'> {
    this.#membership = membership
    this.#signaling.remember(membership)
    this.#returns.announce()
    this.#maxViewers = maxViewers
    return { room, codeTtlMs }
  }

  /** A room for a new code; after the server has forgotten us, in a new session. */
  async #requestRoom(): Promise<Result<Reply<'code:renew'>>> {
    if (this.#membership) return this.#signaling.request('code:renew', {})
    const created = await this.#signaling.request('session:create', {})
    return created.ok ? ok(this.#join(created.value)) : created
  }

  #admitClaim(viewerId: string): void {
    const live = this.#code.current
    const membership = this.#membership
    const certificate = this.#certificate
    const proving = [...this.#guests.values()].filter(({ state }) => state === 'proving').length
    // Who is here already has nothing to claim: turning the repetition away would turn away the viewer.
    if (proving >= MAX_PROVING || this.#guests.has(viewerId)) return
    // The server may still hand out a code that this side has already retired: the host is the authority on it. And
    // ids are the server's to give, but nobody may come in under the id of somebody else's request.
    if (!live || !membership || !certificate || this.#past.has(viewerId)) {
      void this.#signaling.request('viewer:remove', { viewerId, code: 'code-invalid' })
      return
    }
    const relay = new SecureRelay({
      role: 'host',
      ...live,
      hostId: membership.memberId,
      viewerId,
      certificate,
      random: this.#deps.random,
      post: (data, to) => this.#signaling.sendSignal(to, data),
    })
    const guest = new HostGuest({
      id: viewerId,
      relay,
      deps: this.#deps,
      certificate,
      // Asked for once the code is proved: a guesser must not use up the allowance.
      fetchIceServers: () => this.#deps.fetchIceServers(this.#membership ?? membership),
      acceptWaitMs: () => (this.#isAlarmed || !this.#isExperienced() ? CAREFUL_WAIT_MS : USUAL_WAIT_MS),
    })
    this.#guests.set(viewerId, guest)
    guest.on('proved', () => void this.renewCode())
    guest.on('knocked', () => this.#handleKnock(guest))
    guest.on('changed', () => this.#publish())
    guest.on('linking', (channel) => this.control.add(guest.id, channel))
    guest.on('interrupted', () => this.control.letGo(guest.id))
    guest.on('resumed', (formerId) => this.#returns.settle(guest, formerId))
    guest.on('gone', (reason, from) => this.#handleGone(guest, live.tries.left, reason, from))
    guest.start()
  }

  #handleKnock(guest: HostGuest): void {
    const present = [...this.#guests.values()].filter((it) => it.snapshot).length
    if (present > this.#maxViewers) this.#remove(guest.id, 'session-full')
  }

  #handleGone(guest: HostGuest, triesLeft: number, reason: Failure | null, from: GuestState): void {
    this.#guests.delete(guest.id)
    this.control.remove(guest.id)
    this.#returns.announce()
    if (reason) {
      if (from === 'proving') this.#handleUnproved(guest.id, triesLeft, reason)
      else this.#handleLost(guest, reason, from)
    }
    this.#publish()
  }

  /** A claim that came to nothing: only a completed, wrong proof counts as a try on the code. */
  #handleUnproved(viewerId: string, triesLeft: number, reason: Failure): void {
    // One that left has opened its code again by that. A code that is burnt stays claimed, so that nobody finds it again.
    if (!this.#past.has(viewerId)) {
      if (reason.code === 'secret-mismatch' && triesLeft === 0)
        void this.#signaling.request('viewer:remove', { viewerId, code: reason.code })
      else void this.#signaling.request('code:release', { viewerId })
    }
    this.#past.add(viewerId)
    if (reason.code !== 'secret-mismatch') {
      this.#noteFailedJoin(reason)
      return
    }
    this.#code.suspect()
    this.#notice = triesLeft > 0 ? { kind: 'wrong-code', triesLeft } : { kind: 'code-burnt' }
    if (triesLeft === 0) this.#code.burn()
  }

  #handleLost(guest: HostGuest, reason: Failure, from: GuestState): void {
    // Who has proved the code knocks at once; leaving instead is what an app does whose answer was changed on its way.
    if (from === 'knocking' && reason.code !== 'tampered') this.#noteFailedJoin(reason)
    // Leaving later is nobody's failure.
    else if (reason.code !== 'session-ended')
      this.#notice = { kind: 'guest-lost', name: guest.name, failure: reason }
    const viewerId = guest.memberId
    if (!this.#past.has(viewerId))
      void this.#signaling.request('viewer:remove', { viewerId, code: reason.code })
    this.#past.add(viewerId)
  }

  /** Costs an attacker nothing to cause, so it never takes the place of a warning that does. */
  #noteFailedJoin(reason: Failure): void {
    if (this.#notice && this.#notice.kind !== 'join-failed') return
    // Between two apps the proof takes a moment: nobody leaves on purpose just then.
    const cause = reason.code === 'session-ended' ? failure('peer-gone') : reason
    this.#notice = { kind: 'join-failed', failure: cause }
  }

  #remove(guestId: string, code: ErrorCode): void {
    const guest = this.#guests.get(guestId)
    const viewerId = guest?.memberId ?? guestId
    this.#past.add(viewerId)
    guest?.dismiss(code)
    void this.#signaling.request('viewer:remove', { viewerId, code })
  }

  #guestOf(memberId: string): HostGuest | undefined {
    return [...this.#guests.values()].find((it) => it.memberId === memberId)
  }

  #handleServerLost(): void {
    for (const guest of this.#guests.values()) guest.suspend()
    this.#setServer('reconnecting')
  }

  #handleResumed(members: readonly string[]): void {
    for (const guest of [...this.#guests.values()])
      if (!members.includes(guest.memberId)) guest.handleLeft('peer-gone')
    for (const guest of this.#guests.values()) guest.resume()
    for (const id of members) {
      // What was decided while disconnected is said again; what was missed meanwhile is taken up.
      if (this.#past.has(id)) this.#remove(id, 'removed')
      else if (!this.#returns.find(id)) this.#admitClaim(id)
    }
    if (this.#code.snapshot.kind === 'unavailable') void this.#offerCode()
    this.#setServer('online')
  }

  /** The server has lost us, not the viewers: links that are up go on, and a new code takes the place of the old. */
  async #handleForgotten(): Promise<void> {
    this.#membership = null
    this.#returns.forget()
    for (const guest of [...this.#guests.values()]) guest.handleLeft('peer-gone')
    const room = await this.#offerCode()
    // Without an answer the connection is lost again, and the next one brings us back here.
    if (room.ok || room.error.code !== 'server-unreachable') this.#setServer('online')
  }

  async #offerCode(): Promise<Result<unknown>> {
    const room = await this.#requestRoom()
    if (this.#state === 'ended') return room
    if (room.ok) this.#code.offer(room.value)
    else this.#code.fail(room.error)
    return room
  }

  #setPaused(input: 'pause' | 'resume'): void {
    const before = this.#state
    this.#advance(input)
    if (this.#state === before) return
    const paused = this.#state === 'paused'
    this.#picture.paused = paused
    for (const guest of this.#guests.values()) guest.setPaused(paused)
    this.control.handlePicture(paused ? 'paused' : 'resumed')
  }

  #setServer(presence: ServerPresence): void {
    this.#server = presence
    this.#publish()
  }

  #end(reason: Failure | null): void {
    if (this.#state === 'ended') return
    this.#failure = reason
    this.#state = step(hostTable, this.#state, 'end')
    // First of all, whatever happens to the rest.
    this.#picture.stop()
    this.control.close()
    this.#code.close()
    this.#stopListening()
    for (const guest of [...this.#guests.values()]) guest.dismiss('session-ended')
    this.#signaling.close()
    this.#publish()
    this.clear()
  }

  #advance(input: HostInput): void {
    const next = step(hostTable, this.#state, input)
    if (next === this.#state) return
    this.#state = next
    this.#publish()
  }

  #publish(): void {
    if (
      this.#state === 'ended' ||
      this.#state === 'idle' ||
      this.#state === 'choosing' ||
      this.#picture.stream
    )
      this.emit('changed', this.snapshot)
  }
}
