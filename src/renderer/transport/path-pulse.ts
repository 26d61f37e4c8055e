import type { Clock } from '#shared/clock.ts'
import { Emitter } from '#shared/emitter.ts'
import { encodeBeat, parseBeat, SLOWEST_BEAT_MS } from '#shared/protocol/beat.ts'
import { beatChannel } from '#shared/protocol/channels.ts'
import type { LinkChannel } from './link-channel.ts'
import type { PeerLink } from './peer-link.ts'
import { receivedBytes } from './received-bytes.ts'

/** Between two beats where timers run as they are set, in milliseconds: a few bytes each. */
export const BEAT_MS = 300
/** Silence after which a path is in doubt, in milliseconds: five beats, which hardly get lost all. */
export const SILENCE_MS = 1_500
/** The same where either side's timers are slowed down, in beats of the slower one. */
const SLOW_BEATS = 3

export interface PathPulseEvents {
  /** Nothing at all has come over the link for a while. */
  silent: []
  /** Something has, again. */
  heard: []
}

export interface PathPulseOptions {
  readonly link: Pick<PeerLink, 'openChannel' | 'stats'>
  readonly clock: Clock
}

/**
 * Whether a link's path carries anything: both ends beat over a channel of it. ICE knows, too, but says so after five
 * seconds at the earliest (libwebrtc, `CONNECTION_WRITE_CONNECT_TIMEOUT`). Any other bytes count as well, so that a page
 * which stands still while its picture goes on raises no alarm. Time is counted by this side's own beats, with what a
 * sleeping device or a busy page leaves out.
 */
export class PathPulse extends Emitter<PathPulseEvents> {
  readonly #link: PathPulseOptions['link']
  readonly #clock: Clock
  readonly #channel: LinkChannel
  #cancel: () => void = () => undefined
  #beatAtMs = 0
  /** The other side's pause between two beats; null before its first, for it may have none. */
  #pauseMs: number | null = null
  #silenceMs = 0
  #heardAtMs: number
  #isSilent = false
  /** What had come in all when the silence was first looked into. */
  #bytes: number | null = null

  /** Call it right after the link was made: the channel belongs to its first offer. */
  constructor({ link, clock }: PathPulseOptions) {
    super()
    this.#link = link
    this.#clock = clock
    this.#heardAtMs = clock.now()
    this.#channel = link.openChannel(beatChannel)
    this.#channel.on('received', (data) => {
      const pauseMs = parseBeat(data)
      if (pauseMs === null) return
      this.#pauseMs = pauseMs
      this.#hear()
    })
    this.#channel.on('opened', () => {
      this.#beatAtMs = clock.now()
      this.#send(BEAT_MS)
    })
  }

  /** When there was the last sign of life, in milliseconds since the epoch: long ago, where this device has slept since. */
  get heardAtMs(): number {
    return this.#pauseMs === null ? this.#clock.now() : this.#heardAtMs
  }

  /** Counts anew: there is reason to believe that the path carries. */
  reset(): void {
    this.#silenceMs = 0
    this.#heardAtMs = this.#clock.now()
    this.#isSilent = false
    this.#bytes = null
  }

  /** Neither listens nor beats any more. */
  stop(): void {
    this.#cancel()
    this.clear()
  }

  #send(pauseMs: number): void {
    this.#channel.send(encodeBeat(pauseMs))
    this.#cancel = this.#clock.after(BEAT_MS, () => this.#beat())
  }

  #beat(): void {
    const nowMs = this.#clock.now()
    const pauseMs = Math.min(Math.max(nowMs - this.#beatAtMs, 0), SLOWEST_BEAT_MS)
    this.#beatAtMs = nowMs
    this.#send(pauseMs)
    if (this.#pauseMs === null) return
    this.#silenceMs += pauseMs
    const limitMs = Math.max(SILENCE_MS, Math.max(this.#pauseMs, pauseMs) * SLOW_BEATS)
    // Before the limit, for a first look has nothing to compare with.
    if (this.#silenceMs >= limitMs / 2) void this.#look(limitMs)
  }

  async #look(limitMs: number): Promise<void> {
    const report = await this.#link.stats()
    const bytes = report && receivedBytes(report)
    if (bytes !== null && this.#bytes !== null && bytes > this.#bytes) this.#hear()
    this.#bytes = bytes
    // Heard of in the meantime, or known to be silent.
    if (this.#silenceMs < limitMs || this.#isSilent) return
    this.#isSilent = true
    this.emit('silent')
  }

  #hear(): void {
    const wasSilent = this.#isSilent
    this.reset()
    if (wasSilent) this.emit('heard')
  }
}
