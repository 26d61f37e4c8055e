import { Emitter } from '#shared/emitter.ts'
import type { Failure } from '#shared/errors.ts'
import type { LinkMessage, PeerSignal } from '#shared/protocol/peer-messages.ts'
import type { Route } from '#shared/route.ts'
import { prepareReceiver, withStereo } from '../../media/encoding.ts'
import { renewedServers, type IceServers } from '../../transport/ice-servers.ts'
import { Deadline } from '../deadline.ts'
import type { Link, SessionDeps } from '../deps.ts'
import type { IceSupply } from '../ice-supply.ts'
import { PathWatch } from '../path-watch.ts'
import type { SecureRelay } from '../secure-relay.ts'
import { ViewerControl } from './viewer-control.ts'

type LinkSignal = Extract<PeerSignal, { type: 'link' }>['signal']

/**
 * How long an offer of another path is waited for before the host is asked for one, in milliseconds: it hears nothing,
 * either, unless packets get lost on their way here alone.
 */
const OFFER_PATIENCE_MS = 1_000

export interface ViewerLinkOptions {
  readonly deps: Pick<SessionDeps, 'createLink' | 'clock' | 'requestFrame' | 'onNetworkChange'>
  readonly relay: SecureRelay
  readonly certificate: RTCCertificate
  readonly iceServers: IceServers
  /** For other paths: credentials of the beginning may have expired. */
  readonly ice: IceSupply
}

export interface ViewerLinkEvents {
  /** Something that is shown of it. */
  changed: []
  up: []
  /** Since when, in milliseconds since the epoch. */
  lost: [sinceMs: number]
  /** The picture is there. */
  pictured: []
  /** This device is on another network than the link's path. */
  moved: []
  closed: [reason: Failure | null]
}

/** The viewer's end of a link: the picture and the sound that come over it, what the host says of them, and control. */
export class ViewerLink extends Emitter<ViewerLinkEvents> {
  readonly #link: Link
  readonly #ice: IceSupply
  readonly #watch: PathWatch
  readonly #asking: Deadline
  readonly #stopListening: () => void
  readonly control: ViewerControl
  #stream: MediaStream | null = null
  #sound: MediaStream | null = null
  #isSoundSent = false
  #paused = false
  #route: Route | null = null
  #wasUp = false
  /** Done once the signals so far have been taken. */
  #signalled = Promise.resolve()

  /** Throws when the servers, or this browser, are of no use. */
  constructor({ deps, relay, certificate, iceServers, ice }: ViewerLinkOptions) {
    super()
    this.#ice = ice
    const link = deps.createLink({
      role: 'viewer',
      iceServers: iceServers.servers,
      certificate,
      isExpectedCertificate: (der) => relay.isExpectedCertificate(der),
      prepareReceiver,
      tuneOwnAnswer: withStereo,
    })
    this.#link = link
    this.control = new ViewerControl({ link, clock: deps.clock, requestFrame: deps.requestFrame })
    this.control.on('changed', () => this.emit('changed'))
    link.on('signal', (signal) => relay.send({ type: 'link', signal }))
    this.#asking = new Deadline(deps.clock)
    this.#watch = new PathWatch({ link, clock: deps.clock })
    this.#watch.on('up', () => this.#handleUp())
    this.#watch.on('doubted', () => this.#asking.set(OFFER_PATIENCE_MS, () => relay.send({ type: 'seek' })))
    this.#watch.on('lost', (sinceMs) => this.#handleLost(sinceMs))
    link.on('streamAdded', (stream) => {
      this.#stream = stream
      this.emit('pictured')
    })
    link.on('soundAdded', (sound) => {
      this.#sound = sound
      this.emit('changed')
    })
    link.on('routeChanged', (route) => {
      this.#route = route
      this.emit('changed')
    })
    link.on('messageReceived', (message) => this.#handleMessage(message))
    link.on('closed', (reason) => this.emit('closed', reason))
    this.#stopListening = deps.onNetworkChange(() => this.emit('moved'))
  }

  /** Null until the first track is known. */
  get stream(): MediaStream | null {
    return this.#stream
  }

  /** Null while the host sends none. */
  get sound(): MediaStream | null {
    return this.#isSoundSent ? this.#sound : null
  }

  get paused(): boolean {
    return this.#paused
  }

  get route(): Route | null {
    return this.#route
  }

  /** In order: what belongs to an offer waits with it. */
  signal(signal: LinkSignal): void {
    this.#signalled = this.#signalled.then(() => this.#take(signal))
  }

  /** Says nothing more. */
  close(code: Parameters<Link['close']>[0]): void {
    this.#stopListening()
    this.#asking.clear()
    this.#watch.stop()
    this.clear()
    this.control.close()
    this.#link.close(code)
  }

  async #take(signal: LinkSignal): Promise<void> {
    if (signal.type === 'offer') this.#asking.clear()
    // The host offers another path: what this side adds to it needs credentials that are good for it.
    if (signal.type === 'offer' && this.#wasUp) this.#link.seekPath(renewedServers(await this.#ice.forPath()))
    this.#link.signal(signal)
  }

  #handleUp(): void {
    this.#wasUp = true
    this.#asking.clear()
    this.control.handleLink('restored')
    this.emit('up')
  }

  #handleLost(sinceMs: number): void {
    this.control.handleLink('interrupted')
    this.emit('lost', sinceMs)
  }

  #handleMessage(message: LinkMessage): void {
    if (message.type === 'picture') this.#paused = message.paused
    else if (message.type === 'sound') this.#isSoundSent = message.isSent
    else return
    this.emit('changed')
  }
}
