import { encodeBase64url } from '#shared/base64url.ts'
import type { Code, RandomBytes } from '#shared/code.ts'
import { Emitter } from '#shared/emitter.ts'
import { failure, type ErrorCode, type Failure } from '#shared/errors.ts'
import {
  fingerprintOfCertificate,
  fingerprintOfDescription,
  isSameFingerprint,
  parseFingerprint,
} from '#shared/pairing/fingerprint.ts'
import { pairAsHost } from '#shared/pairing/host-pairing.ts'
import type { PairedKeys } from '#shared/pairing/keys.ts'
import type { Step } from '#shared/pairing/step.ts'
import type { Tries } from '#shared/pairing/tries.ts'
import { pairAsViewer } from '#shared/pairing/viewer-pairing.ts'
import { parsePairingMessage, type PairingMessage } from '#shared/protocol/pairing-messages.ts'
import { parsePeerSignal, type PeerSignal } from '#shared/protocol/peer-messages.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/signaling.ts'
import { ResumableChannel } from './resumable-channel.ts'

export interface SecureRelayOptions {
  readonly role: 'host' | 'viewer'
  readonly code: Code
  readonly hostId: string
  readonly viewerId: string
  /** Whose fingerprint this side vouches for. */
  readonly certificate: RTCCertificate
  readonly random: RandomBytes
  /** The tries on this code, shared by all who prove it. */
  readonly tries: Tries
  /** Hands an opaque string to the server, for the other side under the id that the server has for it now. */
  readonly post: (data: string, to: string) => void
}

export interface SecureRelayEvents {
  /** The other side knows the code; from here on everything is sealed. */
  paired: []
  /** Authentic, parsed, and, where it is a description, naming the certificate that was authenticated. */
  signalReceived: [PeerSignal]
  /** The two have found each other again, and nothing that was said got lost. */
  resumed: []
  /** Emitted once, last: the code was not proved, or something that should be authentic is not. */
  failed: [Failure]
}

/** More than one side sends before it would notice that its connection is gone. */
const REMEMBERED = 32

type Phase =
  /** `receive` takes the next pairing message. */
  | { readonly kind: 'pairing'; readonly receive: (message: PairingMessage) => void }
  | { readonly kind: 'paired'; readonly channel: ResumableChannel; readonly keys: PairedKeys }
  | { readonly kind: 'closed' }

/**
 * What stands between the server's opaque strings and authentic signals: first the pairing, then a sealed channel
 * with its keys (docs/security.md). One for each viewer at the host, one at the viewer.
 */
export class SecureRelay extends Emitter<SecureRelayEvents> {
  readonly #options: SecureRelayOptions
  #phase: Phase = { kind: 'closed' }
  readonly #recent: string[] = []
  #isWarned = false

  constructor(options: SecureRelayOptions) {
    super()
    this.#options = options
  }

  /**
   * Whether the other side said, in the clear, that something which should have come from here was not authentic. Not
   * authentic itself, so it ends nothing; it tells the person why the other side has gone.
   */
  get isWarned(): boolean {
    return this.#isWarned
  }

  /** Begins: the host speaks first, the viewer waits for its hello. */
  start(): void {
    const fingerprint = fingerprintOf(this.#options.certificate)
    const options = { ...this.#options, version: PROTOCOL_VERSION, fingerprint }
    if (this.#options.role === 'viewer') {
      this.#await(pairAsViewer(options), (start) => {
        this.#post(start.message)
        this.#await(start.next, (proof) => {
          this.#post(proof.message)
          this.#await(proof.next, (keys) => this.#handlePaired(keys))
        })
      })
      return
    }
    const hello = pairAsHost(options)
    this.#await(hello.next, (reply) => {
      this.#post(reply.message)
      this.#await(reply.next, ({ message, keys }) => {
        this.#post(message)
        this.#handlePaired(keys)
      })
    })
    this.#post(hello.message)
  }

  /** Takes an opaque string that the server relayed; untrusted, as is whom it is said to be from. */
  receive(data: string, from = this.peerId): void {
    const message = parsePairingMessage(data)
    // Somebody else may only say that it is the other side, and prove it.
    if (from !== this.peerId && (!message.ok || !isOfResumption(message.value))) return
    if (this.#isRepeated(data)) return
    switch (this.#phase.kind) {
      case 'closed':
        return
      case 'pairing':
        if (message.ok) this.#phase.receive(message.value)
        else this.#abort(message.error)
        return
      case 'paired':
        if (message.ok) this.#take(this.#phase.channel, message.value, from)
        else this.#fail(failure('tampered'))
    }
  }

  /**
   * The server delivers at least once: what was under way when a connection broke is sent again. No two messages of
   * one run are the same, so an exact copy of a recent one says nothing new; an older one fails the sealed channel.
   */
  #isRepeated(data: string): boolean {
    if (this.#recent.includes(data)) return true
    this.#recent.push(data)
    if (this.#recent.length > REMEMBERED) this.#recent.shift()
    return false
  }

  /** Seals and sends, as soon as the two can hear each other; nothing happens unless paired. */
  send(signal: PeerSignal): void {
    if (this.#phase.kind === 'paired') this.#phase.channel.send(JSON.stringify(signal))
  }

  /** The other side, as the server knows it now. */
  get peerId(): string {
    const { role, hostId, viewerId } = this.#options
    if (this.#phase.kind === 'paired') return this.#phase.channel.peerId
    return role === 'host' ? viewerId : hostId
  }

  /** Whether what is sent now goes out now: the two have paired, and no connection was lost since they last found each other. */
  get isWhole(): boolean {
    return this.#phase.kind === 'paired' && !this.#phase.channel.isSuspended
  }

  /** The connection to the server is lost: what is relayed next may follow a gap. */
  suspend(): void {
    if (this.#phase.kind === 'paired') this.#phase.channel.suspend()
  }

  /** There is a connection again, perhaps to another member, who has to prove to be the other side. */
  resume(peerId = this.peerId): void {
    if (this.#phase.kind === 'paired') this.#phase.channel.resume(peerId)
  }

  /** Asks a member who has yet to prove to be the other side to do so. */
  invite(memberId: string): void {
    if (this.#phase.kind === 'paired') this.#phase.channel.invite(memberId)
  }

  /** Turns the other side away, sealed if it has proved itself. */
  refuse(code: ErrorCode): void {
    if (this.#phase.kind === 'pairing') this.#post({ type: 'pair-abort', code })
    else this.send({ type: 'refuse', code })
  }

  /** Whether a certificate (DER) is the one that the other side vouched for. */
  isExpectedCertificate(der: Uint8Array): boolean {
    return (
      this.#phase.kind === 'paired' &&
      isSameFingerprint(fingerprintOfCertificate(der), this.#phase.keys.remoteFingerprint)
    )
  }

  /** What the words that people may compare are made of; null unless paired. */
  get wordsKey(): Uint8Array | null {
    return this.#phase.kind === 'paired' ? this.#phase.keys.wordsKey : null
  }

  /** Where a server that has forgotten both brings them together again; null unless paired. No secret among the three. */
  get place(): string | null {
    return this.#phase.kind === 'paired' ? encodeBase64url(this.#phase.keys.place) : null
  }

  /** Forgets the keys. Safe to call again. */
  close(): void {
    if (this.#phase.kind === 'paired') this.#phase.channel.close()
    this.#phase = { kind: 'closed' }
    this.clear()
  }

  #await<Outcome>(step: Step<Outcome>, proceed: (outcome: Outcome) => void): void {
    this.#phase = {
      kind: 'pairing',
      receive: (message) => {
        const outcome = step.receive(message)
        if (outcome.ok) {
          proceed(outcome.value)
          return
        }
        if (message.type !== 'pair-abort') this.#abort(outcome.error)
        // What a viewer says of a run proves nothing: at the host, only a proof that was checked here can be wrong.
        else this.#fail(this.#options.role === 'host' ? failure('peer-gone') : outcome.error)
      },
    }
  }

  #abort(reason: Failure): void {
    this.#post({ type: 'pair-abort', code: reason.code })
    this.#fail(reason)
  }

  #handlePaired(keys: PairedKeys): void {
    const channel = new ResumableChannel({
      keys,
      random: this.#options.random,
      peerId: this.peerId,
      post: (message, to) => this.#post(message, to),
    })
    channel.on('opened', (text) => this.#open(text))
    channel.on('resumed', () => this.emit('resumed'))
    channel.on('failed', (reason) => this.#fail(reason))
    this.#phase = { kind: 'paired', channel, keys }
    this.emit('paired')
  }

  #take(channel: ResumableChannel, message: PairingMessage, from: string): void {
    switch (message.type) {
      case 'sealed':
      case 'resume-hello':
      case 'resume-start':
      case 'resume-reply':
      case 'resume-proof':
        channel.receive(message, from)
        return
      case 'pair-abort':
        // In the clear it proves nothing once there are keys, so it ends nothing.
        this.#isWarned ||= message.code === 'tampered'
        return
      default:
        this.#fail(failure('tampered'))
    }
  }

  #open(text: string): void {
    const signal = parsePeerSignal(text)
    if (!signal.ok) this.#fail(signal.error)
    else if (this.#namesOtherCertificate(signal.value)) this.#fail(failure('tampered'))
    else this.emit('signalReceived', signal.value)
  }

  #namesOtherCertificate(signal: PeerSignal): boolean {
    if (this.#phase.kind !== 'paired' || signal.type !== 'link' || signal.signal.type === 'candidate')
      return false
    const named = fingerprintOfDescription(signal.signal.sdp)
    return !named.ok || !isSameFingerprint(named.value, this.#phase.keys.remoteFingerprint)
  }

  #post(message: PairingMessage, to = this.peerId): void {
    this.#options.post(JSON.stringify(message), to)
  }

  #fail(reason: Failure): void {
    if (this.#phase.kind === 'closed') return
    // The channel is dead in both directions: what is left is to say so in the clear.
    if (this.#phase.kind === 'paired' && reason.code === 'tampered')
      this.#post({ type: 'pair-abort', code: 'tampered' })
    if (this.#phase.kind === 'paired') this.#phase.channel.close()
    this.#phase = { kind: 'closed' }
    this.emit('failed', reason)
    this.clear()
  }
}

const isOfResumption = ({ type }: PairingMessage): boolean =>
  type === 'resume-start' || type === 'resume-proof'

/** Every engine gives SHA-256 for the certificates that it makes; a missing one is a bug, not a peer's doing. */
export const fingerprintOf = (certificate: RTCCertificate): Uint8Array => {
  const sha256 = certificate.getFingerprints().find((it) => it.algorithm === 'sha-256')
  const parsed = parseFingerprint(sha256?.value ?? '')
  if (!parsed.ok) throw new Error('the certificate has no SHA-256 fingerprint')
  return parsed.value
}
