import type {
  DesktopCapturer,
  DesktopCapturerSource,
  DisplayMediaRequestHandlerHandlerRequest,
  Streams,
} from 'electron'
import type { Clock } from '#shared/clock.ts'
import type { CaptureOutcome } from '#shared/ipc/capture.ts'
import type { Log } from '../log/log.ts'
import type { Choice } from './chooser.ts'

/** Nobody reads a dialog and dismisses it within so long: there was none, as where no portal runs. */
const DISMISSED_AFTER_MS = 500

/** A choice that nobody makes is over after this long; whoever comes back later can share anew. */
const CHOICE_TIMEOUT_MS = 10 * 60_000

export type DisplayMediaRequest = Pick<
  DisplayMediaRequestHandlerHandlerRequest,
  'frame' | 'videoRequested' | 'audioRequested'
>
type Callback = (streams: Streams | null) => void

export interface DisplayMediaOptions {
  readonly platform: NodeJS.Platform
  /** Wayland: the system's own dialog is the picker. */
  readonly throughPortal: boolean
  /** There, whether it offers screens alone. */
  readonly screensOnly: () => boolean
  readonly isTrusted: (frame: DisplayMediaRequest['frame']) => boolean
  /** Asks the person; null when they decline. */
  readonly choose: (offersSound: boolean) => Promise<Choice | null>
  /** Nobody chose in time: the question is to be withdrawn. */
  readonly withdraw: () => void
  readonly desktopCapturer: Pick<DesktopCapturer, 'getSources'>
  /** A source was handed to the page: a whole screen, or what may be a window. */
  readonly onChosen: (source: DesktopCapturerSource, isScreen: boolean) => void
  /** Comes before the page is answered. */
  readonly onOutcome: (outcome: CaptureOutcome) => void
  readonly clock: Clock
  readonly log: Log
}

/**
 * Opens the portal's dialog and returns what was picked there. On Wayland `getSources` is that dialog: it comes back
 * with one source, which is good for one capture, and rejects when the person dismisses it. Both kinds are asked for,
 * as the portal shows one dialog for both, and none by itself for windows alone; what is picked then counts as a window,
 * so that screens alone are offered where viewers are to control.
 * https://www.electronjs.org/docs/latest/api/desktop-capturer#linux
 */
const chooseInPortal = async (
  { desktopCapturer, clock }: DisplayMediaOptions,
  screensOnly: boolean,
): Promise<Choice | null> => {
  const askedMs = clock.now()
  try {
    const [source] = await desktopCapturer.getSources({
      types: screensOnly ? ['screen'] : ['screen', 'window'],
      thumbnailSize: { width: 0, height: 0 },
    })
    return source ? { source, withSound: false } : null
  } catch (cause) {
    if (clock.now() - askedMs < DISMISSED_AFTER_MS) throw cause
    return null
  }
}

/** The person's choice, or null after a while. Rejects with whatever goes wrong. */
const chooseInTime = (
  options: DisplayMediaOptions,
  offersSound: boolean,
  screensOnly: boolean,
): Promise<Choice | null> => {
  const { throughPortal, choose, withdraw, clock } = options
  return new Promise((resolve, reject) => {
    const cancelTimeout = clock.after(CHOICE_TIMEOUT_MS, () => {
      resolve(null)
      withdraw()
    })
    ;(throughPortal ? chooseInPortal(options, screensOnly) : choose(offersSound))
      .then(resolve, reject)
      .finally(cancelTimeout)
  })
}

/**
 * What a computer plays can be captured on Windows alone: macOS needs a permission that is not asked for here, Linux
 * has no loopback. What this app itself plays is not part of it, as the page asks for that (`restrictOwnAudio`).
 * https://www.electronjs.org/docs/latest/api/session#sessetdisplaymediarequesthandlerhandler-opts
 */
const offersSoundTo = ({ audioRequested }: DisplayMediaRequest, { platform }: DisplayMediaOptions): boolean =>
  platform === 'win32' && audioRequested

const streamsFor = ({ source: { id, name }, withSound }: Choice): Streams => ({
  video: { id, name },
  ...(withSound && { audio: 'loopback' as const }),
})

/**
 * The handler behind the page's `getDisplayMedia`. It calls back exactly once, whatever happens: without that the
 * page's call never settles (https://github.com/electron/electron/issues/47981). To refuse is to call back with null;
 * an empty object would throw.
 */
export const createDisplayMediaHandler =
  (options: DisplayMediaOptions) =>
  async (request: DisplayMediaRequest, callback: Callback): Promise<void> => {
    const { isTrusted, throughPortal, onChosen, onOutcome, log } = options
    /** Throws when the frame has gone in the meantime; then nobody waits any more. */
    const answer = (streams: Streams | null): boolean => {
      try {
        callback(streams)
        return true
      } catch (cause) {
        log.error('capture not handed over', cause)
        return false
      }
    }
    if (!isTrusted(request.frame) || !request.videoRequested) {
      log.warn('capture refused', { trusted: isTrusted(request.frame), video: request.videoRequested })
      onOutcome('failed')
      answer(null)
      return
    }
    const offersSound = offersSoundTo(request, options)
    // As it was when the dialog came up: what is picked in one for both kinds is not told apart afterwards.
    const screensOnly = options.screensOnly()
    let choice: Choice | null = null
    try {
      choice = await chooseInTime(options, offersSound, screensOnly)
      onOutcome(choice ? 'chosen' : 'declined')
    } catch (cause) {
      log.error('nothing chosen to capture', cause)
      onOutcome('failed')
    }
    const streams = choice && streamsFor({ ...choice, withSound: offersSound && choice.withSound })
    if (!answer(streams) || !choice) return
    onChosen(choice.source, choice.source.id.startsWith('screen:') && (screensOnly || !throughPortal))
  }
