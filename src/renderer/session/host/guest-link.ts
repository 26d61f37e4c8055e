import { Emitter } from '#shared/emitter.ts'
import { failure, type Failure } from '#shared/errors.ts'
import type { PeerSignal } from '#shared/protocol/peer-messages.ts'
import type { Route } from '#shared/route.ts'
import { prepareSender, sendKeyFrame, withStartBitrate } from '../../media/encoding.ts'
import type { PictureKind } from '../../media/screen-capture.ts'
import { HostControlChannel } from '../../transport/host-control-channel.ts'
import { renewedServers, type IceServers } from '../../transport/ice-servers.ts'
import { Deadline } from '../deadline.ts'
import type { Link, SessionDeps } from '../deps.ts'
import type { IceSupply } from '../ice-supply.ts'
import { PathSearch } from './path-search.ts'
import { PathWatch } from '../path-watch.ts'
import type { SecureRelay } from '../secure-relay.ts'

type LinkSignal = Extract<PeerSignal, { type: 'link' }>['signal']

/** The sound of what the host sends. */
export interface Sound {
  readonly track: MediaStreamTrack
  readonly isMuted: boolean
}

/** What the host sends. */
export interface Picture {
  readonly stream: MediaStream
  /** Null when there is none. */
  readonly sound: Sound | null
  readonly kind: PictureKind
  readonly paused: boolean
}

export interface GuestLinkOptions {
  readonly deps: Pick<SessionDeps, 'createLink' | 'clock' | 'onNetworkChange'>
  readonly relay: SecureRelay
  readonly certificate: RTCCertificate
  readonly iceServers: IceServers
  /** For other paths: credentials of the beginning may have expired. */
  readonly ice: IceSupply
  readonly picture: Picture
}

export interface GuestLinkEvents {
  up: []
  /** Since when, in milliseconds since the epoch. */
  lost: [sinceMs: number]
  routeChanged: [Route | null]
  closed: [reason: Failure | null]
}

/** A network that comes, comes in pieces: addresses first, routes then; in milliseconds. */
const SETTLING_MS = 100

const isHeard = (sound: Sound | null): boolean => sound?.isMuted === false

/** The host's end of the link to one viewer: sends the picture and the sound, and offers another path when one is lost. */
export class GuestLink extends Emitter<GuestLinkEvents> {
  readonly #link: Link
  readonly #ice: IceSupply
  readonly #relay: SecureRelay
  readonly #watch: PathWatch
  readonly #search: PathSearch
  readonly #settling: Deadline
  /** Another path was wanted while nobody could be told of one. */
  #isWanted = false
  readonly #stopListening: () => void
  readonly control: HostControlChannel

  /** Throws when the servers, or this browser, are of no use. */
  constructor(options: GuestLinkOptions) {
    super()
    const { deps, relay, certificate, iceServers, ice, picture } = options
    this.#ice = ice
    this.#relay = relay
    const link = deps.createLink({
      role: 'host',
      iceServers: iceServers.servers,
      certificate,
      stream: picture.stream,
      sound: picture.sound?.track ?? null,
      isExpectedCertificate: (der) => relay.isExpectedCertificate(der),
      prepareSender: (transceiver) => prepareSender(transceiver, picture.kind),
      renewPicture: sendKeyFrame,
      tuneAnswer: withStartBitrate,
    })
    this.#link = link
    this.control = new HostControlChannel(link)
    this.#search = new PathSearch(deps.clock, () => this.seekPath())
    this.#settling = new Deadline(deps.clock)
    this.#watch = new PathWatch({ link, clock: deps.clock })
    this.#watch.on('up', () => this.#handleUp())
    this.#watch.on('doubted', () => this.#search.start())
    this.#watch.on('lost', (sinceMs) => this.#handleLost(sinceMs))
    relay.on('resumed', () => this.#handleResumed())
    link.on('signal', (signal) => relay.send({ type: 'link', signal }))
    link.on('routeChanged', (route) => this.emit('routeChanged', route))
    link.on('closed', (reason) => this.emit('closed', reason))
    this.setPaused(picture.paused)
    link.send({ type: 'sound', isSent: isHeard(picture.sound) })
    this.#stopListening = deps.onNetworkChange(() =>
      this.#settling.set(SETTLING_MS, () => this.#offerPath({ hasMoved: true })),
    )
  }

  /** Sends another stream in place of the present one. */
  show(stream: MediaStream): void {
    for (const track of stream.getVideoTracks())
      // A viewer who cannot be sent the new picture would go on looking at the last frame of the old one.
      this.#link
        .replaceTrack(track)
        .catch((cause: unknown) => this.emit('closed', failure('peer-gone', { cause })))
  }

  /** Sends this sound from now on, or none. */
  play(sound: Sound | null): void {
    // Sound that cannot be sent is no reason to end a picture: the viewer is told that there is none.
    this.#link.setSound(sound?.track ?? null).catch(() => this.#link.send({ type: 'sound', isSent: false }))
    this.#link.send({ type: 'sound', isSent: isHeard(sound) })
  }

  /** Tells the viewer whether the picture is paused. */
  setPaused(paused: boolean): void {
    this.#link.send({ type: 'picture', paused })
  }

  /** Looks for another path, as soon as the viewer can hear of it. */
  seekPath(): void {
    if (this.#relay.isWhole) this.#offerPath({ hasMoved: false })
    else this.#isWanted = true
  }

  signal(signal: LinkSignal): void {
    this.#link.signal(signal)
  }

  /** Says nothing more here; the viewer is told why. */
  close(code: Parameters<Link['close']>[0]): void {
    this.#search.stop()
    this.#settling.clear()
    this.#watch.stop()
    this.#stopListening()
    this.clear()
    this.#link.close(code)
  }

  /** On another network at once, so that addresses are there by the time that the viewer is. */
  #offerPath(change: { readonly hasMoved: boolean }): void {
    void this.#ice.forPath().then((fresh) => this.#link.seekPath(renewedServers(fresh), change))
  }

  #handleUp(): void {
    this.#search.stop()
    this.#isWanted = false
    // What was sent to a path that was gone is missing from all that follows.
    this.#link.refreshPicture()
    this.emit('up')
  }

  #handleLost(sinceMs: number): void {
    this.emit('lost', sinceMs)
    this.#search.start()
  }

  #handleResumed(): void {
    if (this.#isWanted) this.seekPath()
    this.#isWanted = false
  }
}
