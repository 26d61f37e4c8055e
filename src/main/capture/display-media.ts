import type {
  DesktopCapturer,
  DesktopCapturerSource,
  DisplayMediaRequestHandlerHandlerRequest,
  Streams,
} from 'electron'
import type { Clock } from '#shared/clock.ts'
import type { Log } from '../log/log.ts'

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
  readonly isTrusted: (frame: DisplayMediaRequest['frame']) => boolean
  /** Asks the person; null when they decline. */
  readonly choose: () => Promise<DesktopCapturerSource | null>
  /** Nobody chose in time: the question is to be withdrawn. */
  readonly withdraw: () => void
  readonly desktopCapturer: Pick<DesktopCapturer, 'getSources'>
  /** A source was handed to the page. */
  readonly onChosen: (source: DesktopCapturerSource) => void
  readonly clock: Clock
  readonly log: Log
}

/**
 * Opens the portal's dialog and returns what was picked there. On Wayland `getSources` is that dialog: it comes back
 * with one source, which is good for one capture, and rejects when the person dismisses it. Both kinds are asked for,
 * as the portal shows one dialog for both, and none by itself for windows alone.
 * https://www.electronjs.org/docs/latest/api/desktop-capturer#linux
 */
const chooseInPortal = async ({
  desktopCapturer,
}: DisplayMediaOptions): Promise<DesktopCapturerSource | null> => {
  const [source] = await desktopCapturer.getSources({
    types: ['screen', 'window'],
    thumbnailSize: { width: 0, height: 0 },
  })
  return source ?? null
}

/** The person's choice, or null after a while. Rejects with whatever goes wrong. */
const chooseInTime = (options: DisplayMediaOptions): Promise<DesktopCapturerSource | null> => {
  const { throughPortal, choose, withdraw, clock } = options
  return new Promise((resolve, reject) => {
    const cancelTimeout = clock.after(CHOICE_TIMEOUT_MS, () => {
      resolve(null)
      withdraw()
    })
    ;(throughPortal ? chooseInPortal(options) : choose()).then(resolve, reject).finally(cancelTimeout)
  })
}

/** System audio is Windows' alone: macOS needs a permission that is not asked for here, Linux has no loopback. */
const streamsFor = (
  { id, name }: DesktopCapturerSource,
  { platform }: DisplayMediaOptions,
  { audioRequested }: DisplayMediaRequest,
): Streams => ({
  video: { id, name },
  ...(platform === 'win32' && audioRequested && { audio: 'loopback' as const }),
})

/**
 * The handler behind the page's `getDisplayMedia`. It calls back exactly once, whatever happens: without that the
 * page's call never settles (https://github.com/electron/electron/issues/47981). To refuse is to call back with null;
 * an empty object would throw.
 */
export const createDisplayMediaHandler =
  (options: DisplayMediaOptions) =>
  async (request: DisplayMediaRequest, callback: Callback): Promise<void> => {
    const { isTrusted, onChosen, log } = options
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
      answer(null)
      return
    }
    let source: DesktopCapturerSource | null = null
    try {
      source = await chooseInTime(options)
    } catch (cause) {
      log.error('nothing chosen to capture', cause)
    }
    const streams = source && streamsFor(source, options, request)
    if (answer(streams) && source) onChosen(source)
  }
