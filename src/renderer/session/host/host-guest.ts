import { Emitter } from '#shared/emitter.ts'
import { failure, type ErrorCode, type Failure } from '#shared/errors.ts'
import { guestTable, type GuestInput, type GuestState } from '#shared/machines/guest.ts'
import { step } from '#shared/machines/table.ts'
import type { Route } from '#shared/route.ts'
import type { PeerSignal } from '#shared/protocol/peer-messages.ts'
import type { HostControlChannel } from '../../transport/host-control-channel.ts'
import type { IceServers } from '../../transport/ice-servers.ts'
import { AcceptBrake } from './accept-brake.ts'
import { Deadline } from '../deadline.ts'
import { PAIRING_TIMEOUT_MS, type SessionDeps } from '../deps.ts'
import { GuestLink, type Picture, type Sound } from './guest-link.ts'
import type { IceSupply } from '../ice-supply.ts'
import { LinkWait } from '../link-wait.ts'
import type { SecureRelay } from '../secure-relay.ts'
import type { AdmittedGuest, GuestSnapshot, WaitingGuest } from '../snapshots.ts'

export interface HostGuestOptions {
  readonly id: string
  readonly relay: SecureRelay
  readonly deps: Pick<SessionDeps, 'createLink' | 'clock' | 'examineNetwork' | 'onNetworkChange'>
  readonly certificate: RTCCertificate
  readonly ice: IceSupply
  /** What is sent now; null when there is nothing any more. */
  readonly picture: () => Picture | null
  /** How long the person has to see a request before it may be accepted. */
  readonly acceptWaitMs: () => number
}

export interface HostGuestEvents {
  /** The viewer knows the code, which has thereby done its work. */
  proved: []
  /** It has said who it is, and waits. */
  knocked: []
  changed: []
  /** A link is being made, with channels for control. */
  linking: [HostControlChannel]
  /** Its link is interrupted; or it stands, for the first time or again. */
  linkChanged: ['interrupted' | 'restored']
  /** It has shown its ticket, and is now the server's member `memberId`; it was another one before, or the same. */
  resumed: [formerId: string]
  /** Over; emitted once, last. The reason is null when this side ended it; `from` is how far the viewer had come. */
  gone: [reason: Failure | null, from: GuestState]
}

const isAdmitted = (state: GuestState): boolean =>
  state === 'linking' || state === 'watching' || state === 'interrupted'

/** One viewer at the host: proves the code, waits for the person's answer, has a link. */
export class HostGuest extends Emitter<HostGuestEvents> {
  readonly #options: HostGuestOptions
  /** For the proof of the code, up to the knock. */
  readonly #deadline: Deadline
  readonly #wait: LinkWait
  readonly #since: number
  #memberId: string
  #state: GuestState = 'proving'
  #name = ''
  #app: GuestSnapshot['app'] = 'web'
  #link: GuestLink | null = null
  #route: Route | null = null
  /** From the moment it knocks. */
  #brake: AcceptBrake | null = null

  constructor(options: HostGuestOptions) {
    super()
    this.#options = options
    this.#memberId = options.id
    this.#since = options.deps.clock.now()
    this.#deadline = new Deadline(options.deps.clock)
    this.#wait = new LinkWait({
      deps: options.deps,
      ice: options.ice,
      tell: (codes) => options.relay.send({ type: 'findings', codes: [...codes] }),
      onFound: () => this.emit('changed'),
      onOver: (reason) => this.#end(reason),
    })
  }

  /** Begins the pairing. */
  start(): void {
    const { relay } = this.#options
    relay.on('paired', () => {
      // Not before the code is proved: a guesser must not use up the allowance.
      this.#options.ice.prepare()
      this.#advance('proved')
      this.emit('proved')
    })
    relay.on('signalReceived', (signal) => this.#handleSignal(signal))
    relay.on('resumed', () => {
      const formerId = this.#memberId
      this.#memberId = relay.peerId
      this.emit('resumed', formerId)
    })
    relay.on('failed', (error) => this.#end(error))
    this.#deadline.set(PAIRING_TIMEOUT_MS, () => this.#end(failure('peer-unreachable')))
    relay.start()
  }

  get id(): string {
    return this.#options.id
  }

  /** As the server knows it, or did last: changes when it comes back after the server had forgotten it. */
  get memberId(): string {
    return this.#memberId
  }

  /** Where it may come back; null unless it was let in, for nobody else has anything to come back to. */
  get place(): string | null {
    return isAdmitted(this.#state) ? this.#options.relay.place : null
  }

  get name(): string {
    return this.#name
  }

  get state(): GuestState {
    return this.#state
  }

  /** Null until it has knocked, and once it is gone: then the person has no business with it. */
  get snapshot(): Omit<WaitingGuest, 'grant'> | Omit<AdmittedGuest, 'grant'> | null {
    const { wordsKey } = this.#options.relay
    if (this.#state === 'proving' || this.#state === 'knocking' || this.#state === 'gone') return null
    if (!wordsKey || !this.#brake) return null
    const known = { id: this.id, name: this.#name, app: this.#app, since: this.#since, wordsKey }
    return this.#state === 'waiting'
      ? { ...known, state: this.#state, brake: this.#brake.snapshot }
      : { ...known, state: this.#state, route: this.#route, findings: this.#wait.findings }
  }

  /** Whether the person may let it in now: it waits, and has been in sight long enough. */
  get mayBeAccepted(): boolean {
    return this.#state === 'waiting' && this.#brake?.snapshot.kind === 'open'
  }

  /** The person sees the request, or no longer does. */
  attend(isSeen: boolean): void {
    if (this.#state === 'waiting') this.#brake?.attend(isSeen)
  }

  /** There is reason for care: the request has to be in sight for that long, from now on. */
  lengthenWait(waitMs: number): void {
    if (this.#state === 'waiting') this.#brake?.lengthen(waitMs)
  }

  /** An opaque string from the server, of this member or of one who says that it is this viewer; untrusted. */
  receive(data: string, from: string): void {
    if (this.#wait.isOver) this.#end(failure('peer-gone'))
    else if (this.#state !== 'gone') this.#options.relay.receive(data, from)
  }

  /** This side's connection to the server is lost. */
  suspend(): void {
    this.#options.relay.suspend()
  }

  /** This side is back, and may have missed something. */
  resume(): void {
    this.#options.relay.resume()
  }

  /** A member waits at this guest's place, and what it has said was not heard. */
  invite(memberId: string): void {
    this.#options.relay.invite(memberId)
  }

  /** The person lets the viewer in: the link is offered at once. Nothing happens unless `mayBeAccepted`. */
  async accept(): Promise<void> {
    if (!this.mayBeAccepted) return
    this.#advance('accept')
    this.#options.relay.send({ type: 'admit' })
    const iceServers = await this.#wait.begin()
    // The viewer may have gone, or been removed, while the servers were asked for.
    const picture = this.#options.picture()
    if (this.#state !== 'linking' || !picture) return
    try {
      this.#openLink(picture, iceServers)
    } catch (cause) {
      // What the server gave for ICE, or this browser, is of no use.
      this.#end(failure('peer-unreachable', { cause }))
    }
  }

  /** Sends another stream in place of the present one; a link that is still to come begins with it. */
  show(stream: MediaStream): void {
    this.#link?.show(stream)
  }

  /** Sends this sound from now on, or none; a link that is still to come begins with it. */
  play(sound: Sound | null): void {
    this.#link?.play(sound)
  }

  /** Tells the viewer whether the picture is paused, as does a link that is still to come. */
  setPaused(paused: boolean): void {
    this.#link?.setPaused(paused)
  }

  /** Ends it from this side, and tells the viewer why. */
  dismiss(code: ErrorCode): void {
    if (this.#state === 'gone') return
    this.#options.relay.refuse(code)
    this.#link?.close(code)
    this.#end(null)
  }

  /**
   * The server says that the viewer has left (`session-ended`) or vanished. It has no say in more than that: a link
   * that is up knows better, and whether a proof was wrong is for this side to find out.
   */
  handleLeft(code: ErrorCode): void {
    const reason = code === 'session-ended' ? code : 'peer-gone'
    if (reason === 'peer-gone' && (this.#state === 'watching' || this.#state === 'interrupted')) return
    const over = failure(this.#options.relay.isWarned ? 'tampered' : reason)
    if (this.#state === 'watching') this.#wait.handleOver(over)
    else this.#end(over)
  }

  #openLink(picture: Picture, iceServers: IceServers): void {
    const { deps, certificate, relay, ice } = this.#options
    const link = new GuestLink({ deps, relay, certificate, iceServers, ice, picture })
    this.#link = link
    this.emit('linking', link.control)
    link.on('up', () => this.#handleLinkUp())
    link.on('lost', (sinceMs) => this.#handleLinkLost(sinceMs))
    link.on('routeChanged', (route) => {
      this.#route = route
      this.emit('changed')
    })
    link.on('closed', (reason) => this.#end(this.#wait.reasonOf(reason)))
  }

  #handleSignal(signal: PeerSignal): void {
    switch (signal.type) {
      case 'knock':
        if (this.#state === 'knocking') this.#handleKnock(signal)
        return
      case 'link':
        this.#link?.signal(signal.signal)
        return
      case 'findings':
        // From who was not let in it is of no use to the person.
        if (this.place !== null) this.#wait.receive(signal.codes)
        return
      case 'seek':
        this.#link?.seekPath()
        return
      case 'admit':
      case 'refuse':
        // Only a host says these; a viewer that does is broken or worse.
        this.#end(failure('bad-request'))
    }
  }

  #handleKnock({ name, app }: Extract<PeerSignal, { type: 'knock' }>): void {
    const { deps, acceptWaitMs } = this.#options
    this.#deadline.clear()
    this.#name = name.trim()
    this.#app = app
    this.#brake = new AcceptBrake(deps.clock, acceptWaitMs(), () => this.emit('changed'))
    this.#advance('knocked')
    this.emit('knocked')
  }

  #handleLinkUp(): void {
    this.#wait.handleUp()
    this.#wait.finish()
    this.#advance('linkUp')
    this.emit('linkChanged', 'restored')
  }

  #handleLinkLost(sinceMs: number): void {
    // First of all, so that what is published tells of this loss alone.
    this.#wait.handleLost(sinceMs)
    this.#advance('linkLost')
    this.emit('linkChanged', 'interrupted')
  }

  #advance(input: GuestInput): void {
    const next = step(guestTable, this.#state, input)
    if (next === this.#state) return
    this.#state = next
    this.emit('changed')
  }

  #end(reason: Failure | null): void {
    if (this.#state === 'gone') return
    this.#deadline.clear()
    this.#brake?.release()
    this.#wait.stop()
    const from = this.#state
    this.#state = step(guestTable, this.#state, 'leave')
    this.#link?.close(reason?.code ?? 'session-ended')
    this.#link = null
    // A viewer whose proof never came learns that, instead of guessing at its code.
    if (reason && from === 'proving') this.#options.relay.refuse(reason.code)
    this.#options.relay.close()
    this.emit('gone', reason, from)
    this.clear()
  }
}
