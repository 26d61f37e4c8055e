import type { Clock } from '#shared/clock.ts'
import { Emitter } from '#shared/emitter.ts'
import { controlChannel, motionChannel } from '#shared/protocol/channels.ts'
import {
  encodeControl,
  parseHostControl,
  type HostControl,
  type ViewerControl,
} from '#shared/protocol/control-messages.ts'
import { MAX_WHEEL, type FramePoint, type InputDraft } from '#shared/protocol/input.ts'
import type { KeyCode } from '#shared/protocol/key-codes.ts'
import { encodeMotion, nextSequence } from '#shared/protocol/motion.ts'
import { PacedSender } from './paced-sender.ts'
import type { LinkChannel } from './link-channel.ts'
import type { PeerLink } from './peer-link.ts'

/** Runs before the next frame is painted; the returned function cancels it. */
export type RequestFrame = (run: () => void) => () => void

export interface ViewerControlChannelEvents {
  received: [HostControl]
}

type Wheel = Extract<InputDraft, { type: 'wheel' }>

/** Bytes waiting on the control channel from which on what can be left out, or added up, is. */
const CONGESTED_BYTES = 1024

const clampWheel = (delta: number): number => Math.max(-MAX_WHEEL, Math.min(MAX_WHEEL, delta))

/**
 * The viewer's end of a link's two channels for control. What is worth something only while it is new (moves, turns
 * of the wheel, a key's repetitions) goes out once per frame, newest or summed, and waits while the link is slow;
 * buttons, keys and text never wait for it, and carry their own place. All but what is held goes in order.
 */
export class ViewerControlChannel extends Emitter<ViewerControlChannelEvents> {
  readonly #control: LinkChannel
  readonly #motion: LinkChannel
  readonly #requestFrame: RequestFrame
  readonly #sender: PacedSender
  #sequence = 0
  #move: FramePoint | null = null
  #wheel: Wheel | null = null
  #pressed = new Set<KeyCode>()
  #cancelFrame: (() => void) | null = null

  /** Call it right after the link was made: the channels belong to its first answer. */
  constructor(link: Pick<PeerLink, 'openChannel'>, requestFrame: RequestFrame, clock: Clock) {
    super()
    this.#sender = new PacedSender(clock, (message) => this.#sendNow(message))
    this.#requestFrame = requestFrame
    this.#control = link.openChannel(controlChannel)
    this.#motion = link.openChannel(motionChannel)
    this.#control.on('received', (data) => {
      const message = parseHostControl(data)
      // Malformed ones are dropped whole.
      if (message.ok) this.emit('received', message.value)
    })
  }

  /** Asks, or gives back. */
  say(message: Extract<ViewerControl, { type: 'request' | 'give-back' }>): void {
    this.#sendNow(message)
  }

  /** Sends what mouse or keyboard do, at once or with the next frame. */
  send(draft: InputDraft): void {
    switch (draft.type) {
      case 'move':
        this.#move = draft.at
        this.#flushInTime()
        return
      case 'wheel':
        this.#addWheel(draft)
        this.#flushInTime()
        return
      case 'button':
        // It has a newer place.
        this.#move = null
        this.#flushWheel()
        this.#sender.send({ ...draft, sequence: this.#number() })
        return
      case 'key':
        this.#sendKey(draft)
        return
      case 'text':
        this.#flushWheel()
        this.#sender.send(draft)
        return
      case 'held':
        // It is of now, whatever is still to be typed.
        this.#flushWheel()
        this.#sendNow(draft)
        return
      case 'release-all':
        // The host stops typing, too.
        this.#pressed.clear()
        this.#sender.drop()
        this.#flushWheel()
        this.#sendNow(draft)
    }
  }

  /** Forgets what has not gone out yet, and stops sending moves. */
  close(): void {
    this.drop()
    this.#cancelFrame?.()
    this.#cancelFrame = null
    this.clear()
  }

  /** What has not gone out yet is not wanted any more. */
  drop(): void {
    this.#move = null
    this.#wheel = null
    this.#pressed.clear()
    this.#sender.drop()
  }

  #number(): number {
    this.#sequence = nextSequence(this.#sequence)
    return this.#sequence
  }

  #sendNow(message: ViewerControl): void {
    this.#control.send(encodeControl(message))
  }

  #sendKey(draft: Extract<InputDraft, { type: 'key' }>): void {
    const isRepeated = draft.pressed && this.#pressed.has(draft.code)
    if (draft.pressed) this.#pressed.add(draft.code)
    else this.#pressed.delete(draft.code)
    if (isRepeated && (this.#sender.isWaiting || this.#control.bufferedAmount > CONGESTED_BYTES)) return
    this.#flushWheel()
    this.#sender.send(draft)
  }

  /** The first of a frame goes at once: waiting for the frame would only make it older. */
  #flushInTime(): void {
    if (!this.#cancelFrame) this.#flush()
  }

  #flush(): void {
    if (!this.#move && !this.#wheel) return
    if (this.#move && this.#motion.bufferedAmount === 0) {
      this.#motion.send(encodeMotion({ at: this.#move, sequence: this.#number() }))
      this.#move = null
    }
    if (!this.#sender.isWaiting && this.#control.bufferedAmount <= CONGESTED_BYTES) this.#flushWheel()
    this.#cancelFrame = this.#requestFrame(() => {
      this.#cancelFrame = null
      this.#flush()
    })
  }

  #addWheel(wheel: Wheel): void {
    const before = this.#wheel ?? { dx: 0, dy: 0 }
    this.#wheel = {
      ...wheel,
      dx: clampWheel(before.dx + wheel.dx),
      dy: clampWheel(before.dy + wheel.dy),
    }
  }

  #flushWheel(): void {
    if (!this.#wheel) return
    const wheel = this.#wheel
    this.#wheel = null
    this.#sender.send({ ...wheel, sequence: this.#number() })
  }
}
