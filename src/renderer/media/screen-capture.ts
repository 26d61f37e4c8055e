import { Emitter } from '#shared/emitter.ts'
import { failure, type Failure } from '#shared/errors.ts'
import { err, ok, type Result } from '#shared/result.ts'

/** What is mostly shown: sharp text that may drop frames, or smooth motion that may drop detail. */
export type PictureKind = 'text' | 'motion'

export interface ScreenCaptureEvents {
  /** Ended from outside: the system's stop button, the shared window closed, the display unplugged. */
  sourceEnded: []
  /** The sound has ended from outside; the picture goes on. */
  soundEnded: []
}

/**
 * A running capture of a screen or window, perhaps with its sound. It owns its tracks: `stop()` is the one way to end
 * it.
 */
export class ScreenCapture extends Emitter<ScreenCaptureEvents> {
  /** The picture alone. */
  readonly stream: MediaStream
  readonly #track: MediaStreamTrack
  #sound: MediaStreamTrack | null
  #isPaused = false
  #isMuted = false

  constructor(stream: MediaStream, track: MediaStreamTrack, kind: PictureKind) {
    super()
    this.stream = stream
    this.#track = track
    this.kind = kind
    track.addEventListener('ended', () => this.emit('sourceEnded'), { once: true })
    // Apart from the picture, whose frames would wait for the sound that belongs to them.
    this.#sound = stream.getAudioTracks()[0] ?? null
    if (this.#sound) this.#takeSound(this.#sound)
  }

  /** Null where none was to be had, or wanted. */
  get sound(): MediaStreamTrack | null {
    return this.#sound
  }

  /** https://www.w3.org/TR/mst-content-hint/ */
  set kind(kind: PictureKind) {
    this.#track.contentHint = kind === 'text' ? 'text' : 'motion'
  }

  /** While paused, viewers receive black frames and silence: picture and sound never leave this machine. */
  set paused(paused: boolean) {
    this.#isPaused = paused
    this.#track.enabled = !paused
    this.#updateSound()
  }

  /** While muted, viewers receive silence. */
  set muted(muted: boolean) {
    this.#isMuted = muted
    this.#updateSound()
  }

  /** Ends the capture, without `sourceEnded`. Safe to call again. */
  stop(): void {
    this.clear()
    this.#track.stop()
    this.#sound?.stop()
  }

  #takeSound(sound: MediaStreamTrack): void {
    this.stream.removeTrack(sound)
    sound.contentHint = 'music'
    sound.addEventListener(
      'ended',
      () => {
        this.#sound = null
        this.emit('soundEnded')
      },
      { once: true },
    )
  }

  #updateSound(): void {
    if (this.#sound) this.#sound.enabled = !this.#isPaused && !this.#isMuted
  }
}

/** The part of `navigator.mediaDevices` that is used; `getDisplayMedia` is missing on phones and insecure pages. */
export type DisplayMedia = Partial<Pick<MediaDevices, 'getDisplayMedia'>>

/** Whether this page can ask for a screen at all. */
export const canCaptureScreens = (mediaDevices: DisplayMedia | undefined): boolean =>
  mediaDevices?.getDisplayMedia !== undefined

/** What TypeScript's own typings leave out. */
interface SoundOptions extends DisplayMediaStreamOptions {
  readonly audio: MediaTrackConstraints & {
    /** https://www.w3.org/TR/screen-capture/#dom-mediatrackconstraintset-restrictownaudio */
    readonly restrictOwnAudio: boolean
    /** https://www.w3.org/TR/screen-capture/#dom-mediatrackconstraintset-suppresslocalaudioplayback */
    readonly suppressLocalAudioPlayback: boolean
  }
  /** https://www.w3.org/TR/screen-capture/#dom-displaymediastreamoptions-systemaudio */
  readonly systemAudio: 'include' | 'exclude'
}

/**
 * Sound as it is, without what is made for voices. What this app itself plays is left out where that is possible, or
 * whoever watches and shares at once would send out what comes in.
 */
const soundOptions: Pick<SoundOptions, 'audio' | 'systemAudio'> = {
  audio: {
    restrictOwnAudio: true,
    suppressLocalAudioPlayback: false,
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
  },
  systemAudio: 'include',
}

/**
 * Lets the person pick a screen or window, with its sound where that can be had, and captures it. Must be called
 * directly in a click (https://www.w3.org/TR/screen-capture/#dom-mediadevices-getdisplaymedia wants transient activation).
 * Fails with `capture-refused`, `capture-unavailable` or `unsupported`.
 */
export const captureScreen = async (
  mediaDevices: DisplayMedia | undefined,
  kind: PictureKind,
): Promise<Result<ScreenCapture>> => {
  if (!mediaDevices?.getDisplayMedia) return err(failure('unsupported'))
  try {
    const options: SoundOptions = {
      // No size: Chromium then captures every physical pixel. Only `max` and `ideal` are allowed here.
      video: { frameRate: { ideal: kind === 'motion' ? 60 : 30 } },
      ...soundOptions,
    }
    const stream = await mediaDevices.getDisplayMedia(options)
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
    case 'InvalidStateError':
      return failure('capture-refused', { cause })
    case 'NotSupportedError':
      return failure('unsupported', { cause })
    default:
      return failure('capture-unavailable', { cause })
  }
}
