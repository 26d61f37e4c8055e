import { Emitter } from '#shared/emitter.ts'
import { failure, type ErrorCode } from '#shared/errors.ts'
import type { LinkState } from '#shared/machines/link.ts'
import type { ChannelSetup } from '#shared/protocol/channels.ts'
import type { LinkMessage, LinkSignal } from '#shared/protocol/peer-messages.ts'
import { LinkChannel } from '../../transport/link-channel.ts'
import { FakeDataChannel } from '../../transport/testing/fake-data-channel.ts'
import type { PeerLinkEvents, PeerLinkOptions } from '../../transport/peer-link.ts'
import type { Link } from '../deps.ts'

/** The fingerprint that a fake certificate claims, as `getFingerprints()` writes it. */
const fingerprintText = (der: Uint8Array, hash: (der: Uint8Array) => Uint8Array): string =>
  [...hash(der)].map((byte) => byte.toString(16).padStart(2, '0')).join(':')

/** A certificate whose DER is `der`. */
export const fakeCertificate = (der: Uint8Array, hash: (der: Uint8Array) => Uint8Array) =>
  ({
    der,
    expires: Number.MAX_SAFE_INTEGER,
    getFingerprints: () => [{ algorithm: 'sha-256', value: fingerprintText(der, hash) }],
  }) as RTCCertificate & { readonly der: Uint8Array }

/** Links of one test: an offer and an answer that meet connect the two, as two real ones would. */
export class FakeLinks {
  readonly open = new Set<FakeLink>()
  /** Whether links find a path when offer and answer have met. */
  reachable = true
  /** Whether another track can take the place of one that is sent. */
  canReplace = true

  create(options: PeerLinkOptions): FakeLink {
    const link = new FakeLink(options, this)
    this.open.add(link)
    return link
  }
}

export class FakeLink extends Emitter<PeerLinkEvents> implements Link {
  readonly options: PeerLinkOptions
  state: LinkState = 'new'
  remote: FakeLink | null = null
  /** The track that took the place of the stream's own. */
  sent: MediaStreamTrack | null = null
  /** The servers of each search for another path. */
  readonly sought: (readonly RTCIceServer[])[] = []
  /** How often its picture has begun anew. */
  refreshed = 0
  /** The sound that it sends now. */
  sound: MediaStreamTrack | null
  readonly #links: FakeLinks
  readonly #outbox: LinkMessage[] = []
  readonly #channels = new Map<number, { readonly data: FakeDataChannel; readonly channel: LinkChannel }>()

  constructor(options: PeerLinkOptions, links: FakeLinks) {
    super()
    this.options = options
    this.sound = options.sound ?? null
    this.#links = links
    if (options.role === 'host') queueMicrotask(() => this.#describe('offer'))
  }

  /** A description that names this link's certificate. */
  get sdp(): string {
    const [fingerprint] = this.options.certificate.getFingerprints()
    return `v=0\r\na=fingerprint:sha-256 ${fingerprint?.value?.toUpperCase() ?? ''}\r\n`
  }

  signal(signal: LinkSignal): void {
    if (signal.type === 'offer') this.#describe('answer')
    else if (signal.type === 'answer' && this.#links.reachable) this.#connect()
  }

  send(message: LinkMessage): void {
    if (this.remote) this.remote.emit('messageReceived', message)
    else this.#outbox.push(message)
  }

  openChannel({ id }: ChannelSetup): LinkChannel {
    const data = new FakeDataChannel()
    const channel = new LinkChannel(data)
    this.#channels.set(id, { data, channel })
    return channel
  }

  seekPath(iceServers: readonly RTCIceServer[]): void {
    this.sought.push(iceServers)
    if (this.options.role === 'host') queueMicrotask(() => this.#describe('offer'))
  }

  replaceTrack(track: MediaStreamTrack): Promise<void> {
    this.sent = track
    return this.#links.canReplace ? Promise.resolve() : Promise.reject(new Error('not possible'))
  }

  setSound(track: MediaStreamTrack | null): Promise<void> {
    this.sound = track
    return this.#links.canReplace ? Promise.resolve() : Promise.reject(new Error('not possible'))
  }

  refreshPicture(): void {
    this.refreshed += 1
  }

  stats(): Promise<null> {
    return Promise.resolve(null)
  }

  close(code: ErrorCode = 'session-ended'): void {
    if (this.state === 'closed') return
    const { remote } = this
    this.#end()
    this.emit('closed', null)
    queueMicrotask(() => remote?.endWith(code))
  }

  /** The path is lost, or back. */
  change(state: 'interrupted' | 'connected'): void {
    this.state = state
    this.emit('stateChanged', state)
  }

  /** What it sends over its channels gets lost, or no longer does. */
  mute(isMuted: boolean): void {
    for (const { data } of this.#channels.values()) data.isMuted = isMuted
  }

  endWith(code: ErrorCode): void {
    if (this.state === 'closed') return
    this.#end()
    this.emit('closed', failure(code))
  }

  #end(): void {
    this.state = 'closed'
    this.remote = null
    this.#links.open.delete(this)
  }

  #describe(type: 'offer' | 'answer'): void {
    if (this.state !== 'closed') this.emit('signal', { type, sdp: this.sdp })
  }

  #connect(): void {
    const other = [...this.#links.open].find((it) => it.options.role === 'viewer' && !it.remote)
    // An answer to an offer of another path; whether that is one, the test says.
    if (!other || this.remote) return
    this.remote = other
    other.remote = this
    for (const [link, peer] of [
      [this, other],
      [other, this],
    ] as const) {
      const { der } = peer.options.certificate as unknown as { der: Uint8Array }
      if (!link.options.isExpectedCertificate(der)) {
        link.endWith('tampered')
        return
      }
    }
    this.change('connected')
    other.change('connected')
    for (const [id, end] of this.#channels) {
      const otherEnd = other.#channels.get(id)
      if (!otherEnd) continue
      end.data.join(otherEnd.data)
      otherEnd.channel.trust()
      end.channel.trust()
    }
    if (this.options.stream) other.emit('streamAdded', this.options.stream)
    if (this.options.stream) other.emit('soundAdded', { id: 'sound' } as MediaStream)
    for (const link of [this, other])
      link.emit('routeChanged', { kind: 'direct', protocol: 'udp', relay: null })
    for (const message of this.#outbox.splice(0)) other.emit('messageReceived', message)
  }
}
