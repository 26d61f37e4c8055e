import { Emitter } from '#shared/emitter.ts'
import { failure } from '#shared/errors.ts'
import { err, ok, type Result } from '#shared/result.ts'
import type { PictureKind } from '../../media/screen-capture.ts'
import type { Capture, HostDeps } from '../deps.ts'
import type { Picture, Sound } from './guest-link.ts'

export interface HostPictureEvents {
  /** Another capture took the place of one that is about to stop. */
  replaced: [MediaStream]
  /** It came, went, was muted or unmuted. */
  soundChanged: [Sound | null]
  /** The capture was ended from outside. */
  ended: []
}

/** What the host shows: owns the capture, of which there is one at a time. */
export class HostPicture extends Emitter<HostPictureEvents> {
  readonly kind: PictureKind
  readonly #capture: HostDeps['capture']
  #shown: Capture | null = null
  #paused = false
  #isMuted = false
  #isStopped = false
  #isPicking = false

  constructor(capture: HostDeps['capture'], kind: PictureKind) {
    super()
    this.#capture = capture
    this.kind = kind
  }

  /** As it is sent; null before anything was picked, and once it has stopped. */
  get current(): Picture | null {
    const { stream, sound, kind } = this
    return stream && { stream, sound, kind, paused: this.#paused }
  }

  get stream(): MediaStream | null {
    return this.#shown?.stream ?? null
  }

  /** Null when nothing but a picture was captured. */
  get sound(): Sound | null {
    const track = this.#shown?.sound
    return track ? { track, isMuted: this.#isMuted } : null
  }

  /**
   * Lets the person pick what to show, which then takes the place of what was shown before. Call it directly in a
   * click. When nothing comes of it, everything stays as it is. `capture-ended` if it was stopped meanwhile.
   */
  async pick(): Promise<Result<void>> {
    if (this.#isPicking) return err(failure('not-allowed'))
    this.#isPicking = true
    const picked = await this.#capture(this.kind)
    this.#isPicking = false
    if (!picked.ok) return picked
    if (this.#isStopped) {
      picked.value.stop()
      return err(failure('capture-ended'))
    }
    this.#show(picked.value)
    return ok(undefined)
  }

  set paused(paused: boolean) {
    this.#paused = paused
    if (this.#shown) this.#shown.paused = paused
  }

  /** Silences the sound, also of what is picked later: it stays off until the person says otherwise. */
  set muted(muted: boolean) {
    this.#isMuted = muted
    if (this.#shown) this.#shown.muted = muted
    this.emit('soundChanged', this.sound)
  }

  /** Ends the capture, and any that is still being picked. Safe to call again. */
  stop(): void {
    this.#isStopped = true
    this.#shown?.stop()
    this.#shown = null
    this.clear()
  }

  #show(capture: Capture): void {
    const before = this.#shown
    this.#shown = capture
    capture.paused = this.#paused
    capture.muted = this.#isMuted
    capture.on('sourceEnded', () => this.emit('ended'))
    capture.on('soundEnded', () => this.emit('soundChanged', null))
    // The old one runs until everybody has the new: viewers see the change, and no gap.
    if (before) {
      this.emit('replaced', capture.stream)
      this.emit('soundChanged', this.sound)
    }
    before?.stop()
  }
}
