import type { Clock } from '#shared/clock.ts'
import type { Log } from './log/log.ts'
import type { AppModel } from './state/app-model.ts'
import { isSharing } from './state/app-state.ts'

/** A page that is well stops within a frame or two. */
const GRACE_MS = 2_000

export interface StopGuardOptions {
  readonly model: Pick<AppModel, 'state' | 'on'>
  readonly clock: Pick<Clock, 'after'>
  /** Ends the page's process, and with it everything that it sends. */
  readonly killPage: () => void
  readonly log: Pick<Log, 'warn'>
}

/** Sees to it that sharing ends when the person said so: a page that hangs takes no command, and its picture goes on. */
export class StopGuard {
  readonly #options: StopGuardOptions
  #cancel: (() => void) | null = null

  constructor(options: StopGuardOptions) {
    this.#options = options
    options.model.on('changed', ({ share }) => {
      if (!isSharing(share)) this.#rest()
    })
  }

  /** The page has been told to stop. Nothing happens when nothing is shared. */
  expectEnd(): void {
    const { model, clock, killPage, log } = this.#options
    if (this.#cancel || !isSharing(model.state.share)) return
    this.#cancel = clock.after(GRACE_MS, () => {
      this.#cancel = null
      log.warn('page did not stop, ended')
      killPage()
    })
  }

  #rest(): void {
    this.#cancel?.()
    this.#cancel = null
  }
}
