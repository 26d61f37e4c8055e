import { Emitter } from '#shared/emitter.ts'
import { TrustGate } from './trust-gate.ts'

export interface LinkChannelEvents {
  /** The channel is open, and the other side has proved who it is. */
  opened: []
  /** Untrusted: text, or an `ArrayBuffer`. */
  received: [unknown]
}

/** The part of an `RTCDataChannel` that is used. */
export type DataChannel = Pick<
  RTCDataChannel,
  'readyState' | 'bufferedAmount' | 'binaryType' | 'addEventListener'
> & { send(data: string | Uint8Array<ArrayBuffer>): void }

/** Messages that may wait for the certificate check; an honest side sends a handful. */
const MAX_INBOX = 16

/**
 * A data channel of a link beside the one that simple-peer opens itself. Nothing goes in or out before the link has
 * checked the other side's certificate.
 */
export class LinkChannel extends Emitter<LinkChannelEvents> {
  readonly #channel: DataChannel
  #isTrusted = false
  readonly #gate = new TrustGate<unknown>(MAX_INBOX, (message) => this.emit('received', message))
  #isAnnounced = false

  constructor(channel: DataChannel) {
    super()
    this.#channel = channel
    channel.binaryType = 'arraybuffer'
    channel.addEventListener('open', () => this.#announce())
    channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => this.#gate.put(data))
  }

  get isOpen(): boolean {
    return this.#isTrusted && this.#channel.readyState === 'open'
  }

  /** Bytes that were handed over and have not left yet. */
  get bufferedAmount(): number {
    return this.#channel.bufferedAmount
  }

  /** Hands a message over; false if the channel is not open, or so full that it takes nothing more. */
  send(message: string | Uint8Array<ArrayBuffer>): boolean {
    if (!this.isOpen) return false
    try {
      this.#channel.send(message)
      return true
    } catch {
      // The queue is full, or the other side has closed: https://www.w3.org/TR/webrtc/#dom-rtcdatachannel-send
      return false
    }
  }

  /** The link has checked the certificate. */
  trust(): void {
    this.#isTrusted = true
    this.#announce()
    this.#gate.open()
  }

  #announce(): void {
    if (!this.isOpen || this.#isAnnounced) return
    this.#isAnnounced = true
    this.emit('opened')
  }
}
