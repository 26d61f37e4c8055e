import type { Clock } from '#shared/clock.ts'
import { Emitter } from '#shared/emitter.ts'
import { failure, type Failure } from '#shared/errors.ts'
import { hostTable, type HostInput, type HostState } from '#shared/machines/host.ts'
import { step } from '#shared/machines/table.ts'
import type { PlacedInput } from '#shared/protocol/input.ts'
import type { PictureKind } from '../../media/screen-capture.ts'
import type { HostDeps, Signaling } from '../deps.ts'
import { HostCode } from './host-code.ts'
import { HostControl } from './host-control.ts'
import { HostGuests } from './host-guests.ts'
import { HostMembership } from './host-membership.ts'
import { HostPicture } from './host-picture.ts'
import { HostPresence } from './host-presence.ts'
import { hostSnapshot } from './host-snapshot.ts'
import { IceSupply } from '../ice-supply.ts'
import { NoticeBoard } from './notice-board.ts'
import type { HostSnapshot } from '../snapshots.ts'

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
 * and the guests. Whatever goes wrong with one viewer, or with the server, leaves the others alone.
 */
export class HostSession extends Emitter<HostSessionEvents> {
  readonly #deps: HostDeps
  readonly #clock: Clock
  readonly #signaling: Signaling
  readonly #membership: HostMembership
  readonly #code: HostCode
  readonly #guests: HostGuests
  readonly #ice: IceSupply
  readonly #picture: HostPicture
  readonly #presence: HostPresence
  readonly #notices = new NoticeBoard()
  /** What viewers may do beyond watching: asks, offers and answers go there. */
  readonly control: HostControl
  #state: HostState = 'idle'
  #certificate: RTCCertificate | null = null
  #stopListening = (): void => undefined
  #startedAt = 0
  #failure: Failure | null = null

  constructor(deps: HostDeps, { kind, isExperienced }: HostSessionOptions) {
    super()
    this.#deps = deps
    this.#picture = new HostPicture(deps.capture, kind)
    this.#picture.on('replaced', (stream) => this.#handleReplaced(stream))
    this.#picture.on('soundChanged', (sound) => {
      this.#guests.play(sound)
      this.#publish()
    })
    this.#picture.on('ended', () => this.#end(failure('capture-ended')))
    this.#clock = deps.clock
    this.control = new HostControl(deps.createControl(), deps.clock)
    this.control.on('changed', () => this.#publish())
    this.control.on('pointed', (guestId, input) => this.emit('pointed', guestId, input))
    this.#signaling = deps.createSignaling()
    this.#membership = new HostMembership(this.#signaling)
    this.#code = new HostCode({
      requestRoom: () => this.#membership.requestRoom(),
      random: deps.random,
      clock: deps.clock,
      onChange: () => this.#publish(),
    })
    const ice = new IceSupply({ deps, membership: () => this.#membership.current })
    this.#ice = ice
    this.#guests = new HostGuests({
      deps,
      signaling: this.#signaling,
      code: this.#code,
      control: this.control,
      membership: this.#membership,
      ice,
      picture: () => this.#picture.current,
      certificate: () => this.#certificate,
      isExperienced,
    })
    this.#guests.on('changed', () => this.#publish())
    this.#guests.on('proved', () => void this.renewCode())
    this.#guests.on('noticed', (notice) => this.#notices.put(notice))
    this.#signaling.on('viewer:claimed', ({ viewerId, place }) => this.#guests.claim(viewerId, place))
    this.#signaling.on('signal:received', ({ from, data }) => this.#guests.receive(from, data))
    this.#signaling.on('viewer:left', ({ viewerId, code }) => this.#guests.handleLeft(viewerId, code))
    this.#presence = new HostPresence({
      signaling: this.#signaling,
      membership: this.#membership,
      code: this.#code,
      guests: this.#guests,
      onChange: () => this.#publish(),
    })
  }

  get snapshot(): HostSnapshot {
    return hostSnapshot(this.#state, {
      picture: this.#picture,
      code: this.#code.snapshot,
      guests: this.#guests.snapshots,
      control: this.control.snapshot,
      maxViewers: this.#membership.maxViewers,
      server: this.#presence.current,
      startedAt: this.#startedAt,
      notice: this.#notices.current,
      failure: this.#failure,
    })
  }

  /** Lets the person pick a screen and opens a session for it. Call it directly in a click. */
  async start(): Promise<void> {
    if (this.#state !== 'idle') return
    this.#advance('start')
    // The capture comes first, for it needs the click; server and certificate get ready while the person chooses.
    const picked = this.#picture.pick()
    void this.#signaling.open()
    const generated = this.#deps.generateCertificate()
    const picture = await picked
    if (!picture.ok) {
      this.#end(picture.error)
      return
    }
    this.#advance('captured')
    const certificate = await generated
    if (!certificate.ok) {
      this.#end(certificate.error)
      return
    }
    this.#certificate = certificate.value
    const room = await this.#membership.open(certificate.value)
    if ((this.#state as HostState) !== 'opening') return
    if (!room.ok) {
      this.#end(room.error)
      return
    }
    this.#startedAt = this.#clock.now()
    this.#stopListening = this.#deps.onNetworkChange(() => this.#handleNetworkChange())
    this.#state = step(hostTable, this.#state, 'opened')
    this.#code.open(room.value)
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
    this.#notices.put({ kind: 'not-switched', failure: picked.error })
    this.#publish()
  }

  pause(): void {
    this.#setPaused('pause')
  }

  resume(): void {
    this.#setPaused('resume')
  }

  /** Silences the sound for everybody, or no longer; the picture goes on. */
  mute(isMuted: boolean): void {
    this.#picture.muted = isMuted
  }

  /** Ends everything: capture, links, code, session. */
  stop(): void {
    this.#end(null)
  }

  async renewCode(): Promise<void> {
    this.#guests.removeProving()
    this.#notices.handleNewCode()
    await this.#code.renew()
    // In a session that could not be opened before, the server has not heard yet who may come back.
    if (this.#state !== 'ended') this.#guests.announce()
  }

  /** Lets a viewer in. Nothing happens before the request has been in sight long enough, wherever the call comes from. */
  accept(guestId: string): void {
    if (this.#guests.accept(guestId)) this.emit('accepted')
  }

  deny(guestId: string): void {
    this.#guests.remove(guestId, 'denied')
  }

  /** The person sees a viewer's request, or no longer does. */
  attend(guestId: string, isSeen: boolean): void {
    this.#guests.attend(guestId, isSeen)
  }

  /** The viewer came to the person, not the person to the viewer: a reason to wait longer. */
  takeCare(guestId: string): void {
    this.#guests.takeCare(guestId)
  }

  /** Turns a stranger away. Its code goes, too, and none takes its place unasked: it would be asked for next. */
  denyStranger(guestId: string): void {
    this.#guests.removeStranger(guestId)
    this.#code.withdraw()
  }

  disconnect(guestId: string): void {
    this.#guests.remove(guestId, 'removed')
  }

  dismissNotice(): void {
    this.#notices.dismiss()
    this.#publish()
  }

  #handleReplaced(stream: MediaStream): void {
    this.#guests.show(stream)
    this.control.handlePicture('replaced')
    this.#publish()
  }

  #handleNetworkChange(): void {
    this.#ice.handleNetworkChange()
    this.#signaling.wake()
  }

  #setPaused(input: 'pause' | 'resume'): void {
    const before = this.#state
    this.#advance(input)
    if (this.#state === before) return
    const paused = this.#state === 'paused'
    this.#picture.paused = paused
    this.#guests.setPaused(paused)
    this.control.handlePicture(paused ? 'paused' : 'resumed')
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
    this.#guests.close()
    this.#presence.close()
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
