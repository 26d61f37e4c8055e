import SimplePeer from 'simple-peer'
import { Emitter } from '#shared/emitter.ts'
import { failure, type Failure } from '#shared/errors.ts'
import { linkTable, type LinkInput, type LinkState } from '#shared/machines/link.ts'
import { step } from '#shared/machines/table.ts'
import type { ChannelSetup } from '#shared/protocol/channels.ts'
import { parse } from '#shared/protocol/parse.ts'
import { isSameRoute, type Route } from '#shared/route.ts'
import {
  linkSignalSchema,
  parseLinkMessage,
  type LinkMessage,
  type LinkSignal,
} from '#shared/protocol/peer-messages.ts'
import { judgeCertificate } from './certificate-check.ts'
import { lastingWebrtc } from './lasting-connection.ts'
import { LinkChannel } from './link-channel.ts'
import { selectedRoute } from './selected-route.ts'
import { TrustGate } from './trust-gate.ts'

export interface PeerLinkOptions {
  /** The host offers, the viewer answers: roles are fixed, so there is no glare to resolve. */
  readonly role: 'host' | 'viewer'
  readonly iceServers: readonly RTCIceServer[]
  /** Hides this side's addresses from the other one: nothing but relays is used, or no way at all. */
  readonly relayOnly?: boolean
  /** The certificate whose fingerprint the pairing has authenticated. */
  readonly certificate: RTCCertificate
  /** What the host sends; the viewer sends nothing. */
  readonly stream?: MediaStream
  /** The sound that goes with it from the beginning; there is room for one in any case, see `setSound`. */
  readonly sound?: MediaStreamTrack | null
  /** Says whether the certificate (DER) that DTLS really used is the one the other side proved. */
  readonly isExpectedCertificate: (der: Uint8Array) => boolean
  /** Sets codecs and encoding before the first offer. */
  readonly prepareSender?: (transceiver: RTCRtpTransceiver) => void
  /** Has what a sender sends begin anew with a whole frame. */
  readonly renewPicture?: (sender: RTCRtpSender) => void
  /** Sets playout before the first frame. */
  readonly prepareReceiver?: (receiver: RTCRtpReceiver) => void
  /** Adjusts the viewer's answer before the host applies it. */
  readonly tuneAnswer?: (sdp: string) => string
  /** Adjusts this side's own answer. */
  readonly tuneOwnAnswer?: (sdp: string) => string
}

export interface PeerLinkEvents {
  /** Must reach the other side's `signal()`, in order. */
  signal: [LinkSignal]
  stateChanged: [LinkState]
  /** The host's picture; only after the certificate check. */
  streamAdded: [MediaStream]
  /** Where the host's sound arrives, whether or not it sends any now; only after the certificate check. */
  soundAdded: [MediaStream]
  messageReceived: [LinkMessage]
  /** The path is known, or another one was taken. */
  routeChanged: [Route]
  /** Emitted once. Null when this side closed it without a failure. */
  closed: [Failure | null]
}

/** Messages that may wait for the certificate check; an honest host sends one or two. */
const MAX_INBOX = 16

/** simple-peer keeps its RTCPeerConnection in a field that its typings leave out; null once destroyed. */
interface WithConnection {
  readonly _pc: RTCPeerConnection | null
}

/** A public method that its typings leave out. */
interface Negotiator {
  negotiate(): void
}

/**
 * One peer connection between host and viewer: the single user of simple-peer.
 * Signals are opaque to everyone else. The link owns its connection, not the stream it sends.
 */
export class PeerLink extends Emitter<PeerLinkEvents> {
  readonly #peer: SimplePeer.Instance
  readonly #options: PeerLinkOptions
  #state: LinkState = 'new'
  #wasConnected = false
  #channelOpen = false
  readonly #streams = new TrustGate<MediaStream>(1, (stream) => this.emit('streamAdded', stream))
  readonly #sounds = new TrustGate<MediaStream>(1, (sound) => this.emit('soundAdded', sound))
  readonly #messages = new TrustGate<LinkMessage>(MAX_INBOX, (message) => this.#take(message))
  #soundSender: RTCRtpSender | null = null
  #route: Route | null = null
  /** At the host: offers that are out, or will follow the one that is. The first one is made by itself. */
  #unanswered = 1
  /** Sent as soon as the channel is open. */
  #outbox: LinkMessage[] = []
  readonly #channels: LinkChannel[] = []

  constructor(options: PeerLinkOptions) {
    super()
    this.#options = options
    this.#peer = new SimplePeer({
      initiator: options.role === 'host',
      trickle: true,
      wrtc: lastingWebrtc(() => this.#wasConnected),
      // Messages arrive as strings instead of Buffers.
      objectMode: true,
      // Always given, even when empty: simple-peer's default sends every address to public STUN servers.
      config: {
        iceServers: [...options.iceServers],
        certificates: [options.certificate],
        // Picture, sound and messages share one transport, whose certificate is checked, and one set of candidates.
        bundlePolicy: 'max-bundle',
        iceTransportPolicy: options.relayOnly ? 'relay' : 'all',
      },
      ...(options.stream && { stream: options.stream }),
      ...(options.tuneOwnAnswer && { sdpTransform: options.tuneOwnAnswer }),
    })
    // First of all: when RTCPeerConnection refuses its configuration, simple-peer says so a moment later.
    this.#peer.on('error', (cause) => this.#end(failure(this.#lossCode, { cause })))
    const connection = this.#connection
    if (!connection) throw new Error('simple-peer has no connection')
    // simple-peer makes its offer in a later task, so what is set here is part of it.
    if (options.stream) {
      connection.getTransceivers().forEach((it) => options.prepareSender?.(it))
      // Room for sound is part of the first offer, so that it may come and go without another one.
      const { sender } = connection.addTransceiver(options.sound ?? 'audio', { direction: 'sendonly' })
      this.#soundSender = sender
    }
    connection.addEventListener('track', ({ receiver }) => {
      options.prepareReceiver?.(receiver)
      if (receiver.track.kind === 'audio') this.#sounds.put(new MediaStream([receiver.track]))
    })
    connection.addEventListener('connectionstatechange', () => this.#handleConnectionState())
    connection.addEventListener('iceconnectionstatechange', () => this.#handleConnectionState())
    this.#peer.on('signal', (signal) => this.#handleLocalSignal(signal))
    this.#peer.on('stream', (stream: MediaStream) => this.#streams.put(stream))
    this.#peer.on('connect', () => this.#handleChannelOpen())
    this.#peer.on('data', (data: unknown) => this.#handleMessage(data))
    this.#peer.on('close', () => this.#end(failure(this.#lossCode)))
  }

  get state(): LinkState {
    return this.#state
  }

  /** Takes a parsed signal of the other side. */
  signal(signal: LinkSignal): void {
    if (this.#state === 'closed') return
    const { tuneAnswer } = this.#options
    this.#advance('negotiated')
    if (signal.type === 'answer') this.#unanswered--
    try {
      this.#peer.signal(
        signal.type === 'answer' && tuneAnswer
          ? { type: 'answer', sdp: tuneAnswer(signal.sdp) }
          : (signal as SimplePeer.SignalData),
      )
    } catch (cause) {
      // WebRTC refuses some candidates that look right.
      this.#end(failure('bad-request', { cause }))
    }
  }

  /** Sends a message over the link's own channel, now or as soon as it is open. */
  send(message: LinkMessage): void {
    if (this.#state === 'closed') return
    if (this.#channelOpen) this.#post(message)
    else this.#outbox.push(message)
  }

  /** Opens a channel beside the link's own. Both sides do so right after they made the link. */
  openChannel({ label, ...setup }: ChannelSetup): LinkChannel {
    const connection = this.#connection
    if (!connection) throw new Error('the link is closed')
    const channel = new LinkChannel(connection.createDataChannel(label, setup))
    this.#channels.push(channel)
    return channel
  }

  /**
   * Looks for a path anew, with fresh credentials: an ICE restart (RFC 8445, section 9). The host offers it; the viewer
   * has its own servers ready for when that offer comes. Without servers the present ones stay. An offer that nobody has
   * answered yet is as good as another one, unless this device has moved to other addresses since.
   */
  seekPath(iceServers: readonly RTCIceServer[], { hasMoved = false } = {}): void {
    const connection = this.#connection
    if (this.#state === 'closed' || !connection) return
    if (iceServers.length > 0) this.#setServers(connection, iceServers)
    if (this.#options.role === 'viewer' || this.#unanswered >= (hasMoved ? 2 : 1)) return
    this.#unanswered++
    connection.restartIce()
    // Behind an offer that is under way; the restart then goes into the next one, with the addresses of then.
    ;(this.#peer as unknown as Negotiator).negotiate()
  }

  /** Sends another track in place of the present one, without renegotiation. */
  async replaceTrack(track: MediaStreamTrack): Promise<void> {
    const senders = this.#connection?.getSenders() ?? []
    await Promise.all(
      senders.filter((it) => it.track?.kind === track.kind).map((it) => it.replaceTrack(track)),
    )
  }

  /** Sends this sound from now on, or none, without renegotiation. */
  async setSound(track: MediaStreamTrack | null): Promise<void> {
    await this.#soundSender?.replaceTrack(track)
  }

  /** Has the picture begin anew with a whole frame, for a viewer who may have missed what the next ones build on. */
  refreshPicture(): void {
    for (const sender of this.#connection?.getSenders() ?? [])
      if (sender.track?.kind === 'video') this.#options.renewPicture?.(sender)
  }

  /** The connection's statistics; null once closed. */
  async stats(): Promise<RTCStatsReport | null> {
    return (await this.#connection?.getStats()) ?? null
  }

  /** Closes for good; the other side is told why when the channel is open. Safe to call again. */
  close(code: Extract<LinkMessage, { type: 'bye' }>['code'] = 'session-ended'): void {
    if (this.#state === 'closed') return
    if (this.#channelOpen) this.#post({ type: 'bye', code })
    this.#end(null)
  }

  get #connection(): RTCPeerConnection | null {
    return (this.#peer as unknown as WithConnection)._pc
  }

  get #lossCode(): 'peer-gone' | 'peer-unreachable' {
    return this.#wasConnected ? 'peer-gone' : 'peer-unreachable'
  }

  #setServers(connection: RTCPeerConnection, iceServers: readonly RTCIceServer[]): void {
    try {
      connection.setConfiguration({ ...connection.getConfiguration(), iceServers: [...iceServers] })
    } catch {
      // WebRTC refuses some that look right. Another path may be found with those that it has.
    }
  }

  #advance(input: LinkInput): void {
    const next = step(linkTable, this.#state, input)
    if (next === this.#state) return
    this.#state = next
    this.emit('stateChanged', next)
  }

  #handleLocalSignal(raw: unknown): void {
    // Rebuilt field by field; simple-peer's `renegotiate` and `transceiverRequest` have no place with fixed roles.
    const signal = parse(linkSignalSchema, JSON.parse(JSON.stringify(raw)))
    if (signal.ok) this.emit('signal', signal.value)
  }

  #handleConnectionState(): void {
    const connection = this.#connection
    if (!connection) return
    // `connectionState` joins ICE and DTLS; Chromium reports a lost path on the ICE state first.
    if (connection.iceConnectionState === 'disconnected') this.#advance('pathLost')
    else if (connection.connectionState === 'connected') this.#handlePathUp(connection)
  }

  #handlePathUp(connection: RTCPeerConnection): void {
    if (!this.#verify(connection)) return
    this.#wasConnected = true
    this.#advance('pathUp')
    this.#streams.open()
    this.#sounds.open()
    this.#messages.open()
    for (const channel of this.#channels) channel.trust()
    void this.#readRoute()
  }

  async #readRoute(): Promise<void> {
    const report = await this.stats()
    const route = report && selectedRoute(report)
    if (!route || isSameRoute(route, this.#route) || this.#state === 'closed') return
    this.#route = route
    this.emit('routeChanged', route)
  }

  /** Whether the other side is the one that the pairing has authenticated; before, nothing of it is shown or taken. */
  #verify(connection: RTCPeerConnection): boolean {
    if (this.#messages.isOpen) return true
    const transport = connection.sctp?.transport
    switch (judgeCertificate(transport, this.#options.isExpectedCertificate)) {
      case 'pending':
        transport?.addEventListener('statechange', () => this.#handleConnectionState(), { once: true })
        return false
      case 'unsupported':
        this.#end(failure('unsupported'))
        return false
      case 'unexpected':
        this.#end(failure('tampered'))
        return false
      case 'expected':
        // Not in Firefox before 126; there, a path that is taken later goes unnoticed until the next interruption.
        transport?.iceTransport.addEventListener('selectedcandidatepairchange', () => void this.#readRoute())
        return true
    }
  }

  #handleChannelOpen(): void {
    if (this.#state === 'closed') return
    this.#channelOpen = true
    this.#handleConnectionState()
    for (const message of this.#outbox.splice(0)) this.#post(message)
  }

  /** simple-peer notices only seconds later that the other side has closed the channel; until then sending throws. */
  #post(message: LinkMessage): void {
    try {
      this.#peer.send(JSON.stringify(message))
    } catch {
      this.#channelOpen = false
    }
  }

  #handleMessage(data: unknown): void {
    const message = parseLinkMessage(data)
    // Malformed ones are dropped whole.
    if (message.ok) this.#messages.put(message.value)
  }

  #take(message: LinkMessage): void {
    if (message.type === 'bye') this.#end(failure(message.code))
    else this.emit('messageReceived', message)
  }

  #end(reason: Failure | null): void {
    if (this.#state === 'closed') return
    this.#channelOpen = false
    this.#outbox = []
    for (const gate of [this.#streams, this.#sounds, this.#messages]) gate.drop()
    this.#advance('close')
    this.#peer.destroy()
    for (const channel of this.#channels) channel.clear()
    this.emit('closed', reason)
    this.clear()
  }
}
