import type { DesktopCapturer, DesktopCapturerSource, NativeImage } from 'electron'
import { failure } from '#shared/errors.ts'
import type { CaptureSource } from '#shared/ipc/capture.ts'
import { err, ok, type Result } from '#shared/result.ts'

/** Device-independent pixels; large enough for the picker's tiles on a screen of twice the density. */
const THUMBNAIL_SIZE = { width: 480, height: 300 }
const NO_THUMBNAIL = { width: 0, height: 0 }

export interface SourcesOptions {
  readonly desktopCapturer: Pick<DesktopCapturer, 'getSources'>
  /** `getMediaSourceId()` of each window of this app. */
  readonly ownWindowIds: () => readonly string[]
  /** `String(display.id)` of the primary screen. */
  readonly primaryDisplayId: () => string
}

/** Window ids are `window:<handle>:<of a tab>`; the handle alone says which window it is. */
const windowHandle = (id: string): string | null => /^window:(\d+)/.exec(id)?.[1] ?? null

/** Windows that are protected, hang or are minimised have no picture. */
const toDataUrl = (image: NativeImage | null): string | undefined =>
  image && !image.isEmpty() ? image.toDataURL() : undefined

const describe = (source: DesktopCapturerSource): CaptureSource => ({
  id: source.id,
  kind: source.id.startsWith('screen:') ? 'screen' : 'window',
  name: source.name,
  thumbnail: toDataUrl(source.thumbnail),
  appIcon: toDataUrl(source.appIcon),
})

/**
 * What can be captured. Not for Wayland, where asking is what opens the portal's dialog.
 * `find` knows what was listed last, so that an id which nobody was shown leads nowhere.
 */
export class Sources {
  readonly #options: SourcesOptions
  #listed: readonly DesktopCapturerSource[] = []

  constructor(options: SourcesOptions) {
    this.#options = options
  }

  /**
   * Screens and windows, without this app's own. Thumbnails take up to three seconds.
   * Fails with `capture-unavailable`, on macOS also when screen recording is not allowed.
   */
  async list({ thumbnails }: { readonly thumbnails: boolean }): Promise<Result<CaptureSource[]>> {
    const { desktopCapturer, ownWindowIds } = this.#options
    try {
      const sources = await desktopCapturer.getSources({
        types: ['screen', 'window'],
        thumbnailSize: thumbnails ? THUMBNAIL_SIZE : NO_THUMBNAIL,
        fetchWindowIcons: true,
      })
      const own = new Set(ownWindowIds().map(windowHandle))
      this.#listed = sources.filter(({ id }) => !own.has(windowHandle(id)) || id.startsWith('screen:'))
      return ok(this.#listed.map(describe))
    } catch (cause) {
      // It rejects with a string, hence no look at what it says.
      return err(failure('capture-unavailable', { cause }))
    }
  }

  /** A source by an id of the latest list. */
  find(id: string): DesktopCapturerSource | null {
    return this.#listed.find((source) => source.id === id) ?? null
  }

  /** The screen to share without asking: the wanted one if it is there, else the primary, else any. */
  async screen(wantedDisplayId: string | null): Promise<DesktopCapturerSource | null> {
    const listed = await this.list({ thumbnails: false })
    if (!listed.ok) return null
    const screens = this.#listed.filter(({ id }) => id.startsWith('screen:'))
    const byDisplay = (displayId: string | null) => screens.find((it) => it.display_id === displayId)
    return byDisplay(wantedDisplayId) ?? byDisplay(this.#options.primaryDisplayId()) ?? screens[0] ?? null
  }
}
