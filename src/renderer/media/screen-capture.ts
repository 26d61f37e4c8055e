import { Emitter } from '#shared/emitter.ts'
import { failure, type Failure } from '#shared/errors.ts'
import { err, ok, type Result } from '#shared/result.ts'

/** What is mostly shown: sharp text that may drop frames, or smooth motion that may drop detail. */
export type PictureKind = 'text' | 'motion'

export interface ScreenCaptureEvents {
  /** Ended from outside: the system's stop button, the shared window closed, the display unplugged. */
  sourceEnded: []
}

/** A running capture of a screen or window. It owns its stream: `stop()` is the one way to end it. */
export class ScreenCapture extends Emitter<ScreenCaptureEvents> {
  readonly stream: MediaStream
  readonly #track: MediaStreamTrack

  constructor(stream: MediaStream, track: MediaStreamTrack, kind: PictureKind) {
    super()
    this.stream = stream
    this.#track = track
    this.kind = kind
    track.addEventListener('ended', () => this.emit('sourceEnded'), { once: true })
  }

  /** https://www.w3.org/TR/mst-content-hint/ */
  set kind(kind: PictureKind) {
    this.#track.contentHint = kind === 'text' ? 'text' : 'motion'
  }

  /** While paused, viewers receive black frames: the picture itself never leaves this machine. */
  set paused(paused: boolean) {
    for (const track of this.stream.getTracks()) track.enabled = !paused
  }

  /** Ends the capture, without `sourceEnded`. Safe to call again. */
  stop(): void {
    this.clear()
    for (const track of this.stream.getTracks()) track.stop()
  }
}

/** The part of `navigator.mediaDevices` that is used; `getDisplayMedia` is missing on phones and insecure pages. */
export type DisplayMedia = Partial<Pick<MediaDevices, 'getDisplayMedia'>>

/** Whether this page can ask for a screen at all. */
export const canCaptureScreens = (mediaDevices: DisplayMedia | undefined): boolean =>
  mediaDevices?.getDisplayMedia !== undefined

/**
 * Lets the person pick a screen or window, and captures it. Must be called directly in a click
 * (https://www.w3.org/TR/screen-capture/#dom-mediadevices-getdisplaymedia wants transient activation).
 * Fails with `capture-refused`, `capture-unavailable` or `unsupported`.
 */
export const captureScreen = async (
  mediaDevices: DisplayMedia | undefined,
  kind: PictureKind,
): Promise<Result<ScreenCapture>> => {
  if (!mediaDevices?.getDisplayMedia) return err(failure('unsupported'))
  try {
    const stream = await mediaDevices.getDisplayMedia({
      // No size: Chromium then captures every physical pixel. Only `max` and `ideal` are allowed here.
      video: { frameRate: { ideal: kind === 'motion' ? 60 : 30 } },
      audio: false,
    })
    const track = stream.getVideoTracks()[0]
    if (!track || track.readyState === 'ended') {
      stream.getTracks().forEach((it) => it.stop())
      return err(failure('capture-unavailable'))
    }
    return ok(new ScreenCapture(stream, track, kind))
  } catch (cause) {
    return err(captureFailure(cause))
  }
}

const captureFailure = (cause: unknown): Failure => {
  const name = cause instanceof Error ? cause.name : ''
  switch (name) {
    case 'NotAllowedError':
    case 'AbortError':
    case 'InvalidStateError':
      return failure('capture-refused', { cause })
    case 'NotSupportedError':
      return failure('unsupported', { cause })
    default:
      return failure('capture-unavailable', { cause })
  }
}
