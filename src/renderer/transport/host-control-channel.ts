import { Emitter } from '#shared/emitter.ts'
import { controlChannel, motionChannel } from '#shared/protocol/channels.ts'
import { encodeControl, parseViewerControl, type HostControl } from '#shared/protocol/control-messages.ts'
import type { ControlLevel } from '#shared/protocol/grants.ts'
import type { Input } from '#shared/protocol/input.ts'
import { isNewer, parseMotion } from '#shared/protocol/motion.ts'
import type { LinkChannel } from './link-channel.ts'
import type { PeerLink } from './peer-link.ts'

export interface HostControlChannelEvents {
  opened: []
  /** The viewer asks for more than watching. */
  requested: [ControlLevel]
  /** The viewer ends what it has, or asked for. */
  gaveBack: []
  input: [Input]
}

/** The host's end of a link's two channels for control: parses what the viewer does, and tells it what it may. */
export class HostControlChannel extends Emitter<HostControlChannelEvents> {
  readonly #control: LinkChannel
  /** Of the newest input that has a place. */
  #sequence: number | null = null

  /** Call it right after the link was made: the channels belong to its first offer. */
  constructor(link: Pick<PeerLink, 'openChannel'>) {
    super()
    this.#control = link.openChannel(controlChannel)
    const motion = link.openChannel(motionChannel)
    this.#control.on('opened', () => this.emit('opened'))
    this.#control.on('received', (message) => this.#handleControl(message))
    motion.on('received', (message) => this.#handleMotion(message))
  }

  get isOpen(): boolean {
    return this.#control.isOpen
  }

  send(message: HostControl): void {
    this.#control.send(encodeControl(message))
  }

  #handleControl(data: unknown): void {
    const message = parseViewerControl(data)
    // Malformed ones are dropped whole.
    if (!message.ok) return
    switch (message.value.type) {
      case 'request':
        this.emit('requested', message.value.level)
        return
      case 'give-back':
        this.emit('gaveBack')
        return
      default:
        if ('sequence' in message.value) this.#sequence = message.value.sequence
        this.emit('input', message.value)
    }
  }

  /** The channel keeps no order: a move that is older than the last, or than a click, is worth nothing. */
  #handleMotion(data: unknown): void {
    const motion = parseMotion(data)
    if (!motion.ok) return
    if (this.#sequence !== null && !isNewer(motion.value.sequence, this.#sequence)) return
    this.#sequence = motion.value.sequence
    this.emit('input', { type: 'move', ...motion.value })
  }
}
