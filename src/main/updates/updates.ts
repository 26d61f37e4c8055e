import type { Clock } from '#shared/clock.ts'
import { Emitter } from '#shared/emitter.ts'
import type { UpdateStatus } from '#shared/ipc/update-status.ts'
import { step } from '#shared/machines/table.ts'
import { updateTable, type UpdateInput, type UpdateState } from '#shared/machines/update.ts'
import type { Log } from '../log/log.ts'

/** What replaces the app by a newer one. */
export interface Updater {
  /** Asks for the latest release: its version if that is newer than this one, or null. Rejects when nobody answers. */
  check(): Promise<string | null>
  /** Downloads and checks what was found. Rejects also when it is aborted. */
  download(options: DownloadOptions): Promise<void>
  /** Ends the app, and starts the newer one. `onFailed` when it comes to nothing; the app then goes on. */
  install(onFailed: (cause: unknown) => void): void
}

export interface DownloadOptions {
  readonly signal: AbortSignal
  readonly onProgress: (percent: number) => void
}

export interface UpdatesOptions {
  /** Null where this copy of the app cannot replace itself. */
  readonly updater: Updater | null
  /** Whether updates are to be looked for unasked. */
  readonly isAutomatic: () => boolean
  /** Something is shared or watched, which no download may slow down. */
  readonly isBusy: () => boolean
  readonly clock: Clock
  readonly log: Log
}

export interface UpdatesEvents {
  changed: [UpdateStatus]
}

/** Nobody waits for it, and a start has better things to do. */
const FIRST_CHECK_MS = 60_000
/** The one thing that the app does by the clock while it rests in the tray. */
const CHECK_EVERY_MS = 24 * 60 * 60_000

/** Keeps the app up to date, without ever getting in the way of a session. */
export class Updates extends Emitter<UpdatesEvents> {
  readonly #options: UpdatesOptions
  #state: UpdateState = 'idle'
  #version = ''
  #percent = 0
  /** Its time has come during a session. */
  #isDue = false
  #cancelNext: (() => void) | null = null
  #downloading: AbortController | null = null

  constructor(options: UpdatesOptions) {
    super()
    this.#options = options
    this.#plan(FIRST_CHECK_MS)
  }

  get status(): UpdateStatus {
    if (!this.#options.updater) return { kind: 'unavailable' }
    const version = this.#version
    switch (this.#state) {
      case 'found':
      case 'ready':
        return { kind: this.#state, version }
      case 'downloading':
        return { kind: 'downloading', version, percent: this.#percent }
      default:
        return { kind: this.#state }
    }
  }

  /** Something changed that decides what may be done now: the settings, or whether there is a session. */
  follow(): void {
    const { isAutomatic, isBusy } = this.#options
    if (!isAutomatic()) {
      this.#cancelNext?.()
      this.#cancelNext = null
      this.#isDue = false
    } else if (!this.#cancelNext) {
      this.#plan(FIRST_CHECK_MS)
    }
    if (isBusy()) {
      this.#downloading?.abort()
    } else if (this.#state === 'found') {
      void this.#download()
    } else if (this.#isDue) {
      this.#isDue = false
      void this.check()
    }
  }

  /** Looks for a newer release, and downloads it unless there is a session; what comes of it is in `status`. */
  async check(): Promise<void> {
    const { updater, isBusy } = this.#options
    if (!updater || !this.#advance('check')) return
    try {
      const version = await updater.check()
      this.#version = version ?? ''
      this.#advance(version === null ? 'none' : 'found')
    } catch (cause) {
      this.#fail('check', cause)
      return
    }
    if (!isBusy()) await this.#download()
  }

  /** Restarts into the release that was downloaded. */
  install(): void {
    if (this.#state === 'ready') this.#options.updater?.install((cause) => this.#fail('install', cause))
  }

  async #download(): Promise<void> {
    const { updater } = this.#options
    if (!updater || this.#downloading || this.#state !== 'found') return
    const controller = new AbortController()
    this.#downloading = controller
    this.#percent = 0
    this.#advance('download')
    try {
      await updater.download({
        signal: controller.signal,
        onProgress: (percent) => this.#setPercent(percent),
      })
      this.#advance('downloaded')
    } catch (cause) {
      if (controller.signal.aborted) this.#advance('interrupt')
      else this.#fail('download', cause)
    }
    this.#downloading = null
    // The session may have ended before the download had.
    if (controller.signal.aborted) this.follow()
  }

  #setPercent(percent: number): void {
    const whole = Math.floor(Math.max(0, Math.min(percent, 100)))
    if (whole === this.#percent || this.#state !== 'downloading') return
    this.#percent = whole
    this.emit('changed', this.status)
  }

  #plan(delayMs: number): void {
    const { updater, isAutomatic, isBusy, clock } = this.#options
    if (!updater || !isAutomatic()) return
    this.#cancelNext = clock.after(delayMs, () => {
      this.#plan(CHECK_EVERY_MS)
      if (isBusy()) this.#isDue = true
      else void this.check()
    })
  }

  /** Expected again and again, with no network: one line, and nothing that jumps at anybody. */
  #fail(what: string, cause: unknown): void {
    this.#options.log.warn('update failed', { at: what, reason: reasonOf(cause) })
    this.#advance('fail')
  }

  #advance(input: UpdateInput): boolean {
    const next = step(updateTable, this.#state, input)
    if (next === this.#state) return false
    this.#state = next
    this.emit('changed', this.status)
    return true
  }
}

/** Its code, or its name: messages hold addresses and paths. */
const reasonOf = (cause: unknown): string => {
  if (!(cause instanceof Error)) return 'unknown'
  const { code } = cause as NodeJS.ErrnoException
  return typeof code === 'string' ? code : (/net::ERR_\w+/.exec(cause.message)?.[0] ?? cause.name)
}
