import { Emitter } from '#shared/emitter.ts'
import type { Failure } from '#shared/errors.ts'
import type { RandomBytes } from '#shared/code.ts'
import type { PairedKeys } from '#shared/pairing/keys.ts'
import { HostResumption, ViewerResumption, type Resumed } from '#shared/pairing/resumption.ts'
import { createSealedChannel, type SealedChannel } from '#shared/pairing/sealed-channel.ts'
import type { MessageOf } from '#shared/pairing/step.ts'
import type { PairingMessage } from '#shared/protocol/pairing-messages.ts'
import { encodeBase64url } from '#shared/base64url.ts'

export interface ResumableChannelOptions {
  readonly keys: PairedKeys
  readonly random: RandomBytes
  /** The other side, as the server knows it. */
  readonly peerId: string
  readonly post: (message: PairingMessage, to: string) => void
}

export interface ResumableChannelEvents {
  /** The next text from the other side. */
  opened: [text: string]
  /** Both sides have a new channel, and what had not come was sent again. */
  resumed: []
  /** Emitted once, last: something that should be authentic is not, or is too long. */
  failed: [Failure]
}

/** The first text of a new channel: tells the viewer that its proof has come. Itself no signal. */
const TURNED = 'turned'
/** Texts that are kept to be sent again; then the channel is renewed unasked, which tells how many have come. */
const MAX_KEPT = 500
const NONCE_BYTES = 16

type ResumeMessage = MessageOf<'resume-hello' | 'resume-start' | 'resume-reply' | 'resume-proof'>

/**
 * The sealed channel between two sides that have paired, over connections that come and go: everything that one side
 * sends arrives at the other once and in order, or the channel fails. Whoever has lost its connection does not trust
 * what it opens next to be without gaps: `suspend`, and then `resume`, replace the channel by one with the keys of the
 * next generation, for which both sides show their tickets.
 */
export class ResumableChannel extends Emitter<ResumableChannelEvents> {
  readonly #options: ResumableChannelOptions
  readonly #resumption: HostResumption | ViewerResumption
  #peerId: string
  #generation: number
  #channel: SealedChannel
  /** Texts of this generation, also those that wait for the next. */
  #sent: string[] = []
  #received = 0
  #isSuspended = false
  #isClosed = false
  /** At the viewer, once it has sent its proof. */
  #next: Resumed | null = null

  constructor(options: ResumableChannelOptions) {
    super()
    const { keys, random } = options
    this.#options = options
    this.#peerId = options.peerId
    this.#generation = keys.generation
    this.#resumption =
      keys.role === 'host' ? new HostResumption(keys, random) : new ViewerResumption(keys, random)
    this.#channel = createSealedChannel(keys)
  }

  /** The other side, as the server knows it now. */
  get peerId(): string {
    return this.#peerId
  }

  /** Whether what is sent waits until both sides have resumed. */
  get isSuspended(): boolean {
    return this.#isSuspended
  }

  /** Sends a text, now or as soon as the channel is whole again. */
  send(text: string): void {
    if (this.#isClosed) return
    this.#sent.push(text)
    if (this.#isSuspended) return
    this.#post(text)
    if (this.#sent.length > MAX_KEPT) this.resume()
  }

  /** Something may be lost from here on: nothing is opened or sent until both sides have resumed. */
  suspend(): void {
    this.#isSuspended = true
  }

  /** Asks for a new channel, of the other side under whatever name the server has for it. */
  resume(peerId = this.#peerId): void {
    if (this.#isClosed) return
    this.suspend()
    this.#peerId = peerId
    if (this.#resumption.role === 'viewer') this.#postTo(this.#resumption.start())
    else this.invite(peerId)
  }

  /** Asks a member to show its ticket: it may be the other side, whose own word for that did not come. */
  invite(memberId: string): void {
    if (this.#isClosed || this.#resumption.role !== 'host') return
    this.#options.post(
      { type: 'resume-hello', nonce: encodeBase64url(this.#options.random(NONCE_BYTES)) },
      memberId,
    )
  }

  /** Takes a parsed message of whoever the server says is `from`; other messages than these mean nothing here. */
  receive(message: MessageOf<'sealed'> | ResumeMessage, from: string): void {
    if (this.#isClosed) return
    switch (message.type) {
      case 'sealed':
        if (from === this.#peerId) this.#open(message)
        return
      case 'resume-hello':
        if (this.#resumption.role === 'viewer' && from === this.#peerId) this.resume()
        return
      case 'resume-start':
        this.#answer(message, from)
        return
      case 'resume-reply':
        if (from === this.#peerId) this.#prove(message)
        return
      case 'resume-proof':
        this.#accept(message, from)
    }
  }

  /** Forgets all keys: nothing is opened, sent or resumed after this. Safe to call again. */
  close(): void {
    this.#isClosed = true
    this.#channel.close()
    this.#resumption.forget()
    this.#sent = []
    this.clear()
  }

  #answer(start: MessageOf<'resume-start'>, from: string): void {
    if (this.#resumption.role !== 'host') return
    const reply = this.#resumption.answer(start, this.#received)
    if (!reply.ok) return
    // What was counted must not grow before it is proved.
    this.suspend()
    this.#options.post(reply.value, from)
  }

  #accept(proof: MessageOf<'resume-proof'>, from: string): void {
    if (this.#resumption.role !== 'host') return
    const resumed = this.#resumption.accept(proof)
    // A forged ticket changes nothing: whoever has the right one starts anew.
    if (!resumed.ok) return
    this.#peerId = from
    this.#sent = [TURNED, ...this.#sent.slice(resumed.value.delivered)]
    this.#turn(resumed.value.keys)
  }

  #prove(reply: MessageOf<'resume-reply'>): void {
    if (this.#resumption.role !== 'viewer') return
    const proved = this.#resumption.prove(reply, this.#received)
    if (!proved.ok) return
    if (proved.value.hasTurned) {
      this.#sent = this.#sent.slice(this.#next?.delivered)
      this.#received = 0
    }
    this.#next = proved.value
    this.#postTo(proved.value.message)
  }

  #open({ generation, frame }: MessageOf<'sealed'>): void {
    const next = this.#next
    if (next?.keys.generation === generation && this.#resumption.role === 'viewer') {
      this.#resumption.confirm()
      this.#next = null
      this.#sent = this.#sent.slice(next.delivered)
      // Before the other side's first text is taken: what was sent earlier also comes earlier.
      this.#turn(next.keys)
    }
    // What is left of an older channel, or may follow a gap, is sent again.
    if (this.#isSuspended || generation !== this.#generation) return
    const text = this.#channel.open(frame)
    if (!text.ok) {
      this.#fail(text.error)
      return
    }
    this.#received += 1
    if (text.value !== TURNED) this.emit('opened', text.value)
  }

  #turn(keys: PairedKeys): void {
    this.#channel.close()
    this.#channel = createSealedChannel(keys)
    this.#generation = keys.generation
    this.#received = 0
    this.#isSuspended = false
    for (const text of this.#sent) this.#post(text)
    this.emit('resumed')
  }

  #post(text: string): void {
    const frame = this.#channel.seal(text)
    if (frame.ok) this.#postTo({ type: 'sealed', generation: this.#generation, frame: frame.value })
    else this.#fail(frame.error)
  }

  #postTo(message: PairingMessage): void {
    this.#options.post(message, this.#peerId)
  }

  #fail(reason: Failure): void {
    if (this.#isClosed) return
    this.emit('failed', reason)
    this.close()
  }
}
