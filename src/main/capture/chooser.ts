import type { DesktopCapturerSource } from 'electron'
import type { Clock } from '#shared/clock.ts'
import { failure } from '#shared/errors.ts'
import type { CaptureChoice } from '#shared/ipc/capture.ts'
import { err, ok, type Result } from '#shared/result.ts'

/** How long a choice made in the tray stays good; a page that loads slowly needs some of it. */
const PREPARED_MS = 30_000

export interface ChooserOptions {
  readonly clock: Clock
  readonly find: (sourceId: string) => DesktopCapturerSource | null
  /** Shows the picker, with a switch for this computer's sound or without one; or closes it. */
  readonly onRequested: (requestId: number, offersSound: boolean) => void
  readonly onSettled: (requestId: number) => void
}

/** What is to be captured. */
export interface Choice {
  readonly source: DesktopCapturerSource
  readonly withSound: boolean
}

interface Pending {
  readonly requestId: number
  readonly settle: (choice: Choice | null) => void
}

/** Between a capture that has begun and the person who says what it captures. */
export class Chooser {
  readonly #options: ChooserOptions
  #lastRequestId = 0
  #pending: Pending | null = null
  #prepared: DesktopCapturerSource | null = null
  #cancelForgetting = (): void => undefined

  constructor(options: ChooserOptions) {
    this.#options = options
  }

  /**
   * Answers the next request without asking: the person has chosen already, in the tray. Not for long, for a later
   * request is one of its own, and must not show a screen that nobody picked for it. Without sound, which nobody was
   * asked about.
   */
  prepare(source: DesktopCapturerSource): void {
    this.forget()
    this.#prepared = source
    this.#cancelForgetting = this.#options.clock.after(PREPARED_MS, () => this.forget())
  }

  /** What was prepared is not wanted any more: sharing has failed, or was called off. */
  forget(): void {
    this.#prepared = null
    this.#cancelForgetting()
    this.#cancelForgetting = (): void => undefined
  }

  /** What to capture; null when the person declines. A newer request takes the place of one that waits. */
  request(offersSound: boolean): Promise<Choice | null> {
    const prepared = this.#prepared
    this.forget()
    this.cancel()
    if (prepared) return Promise.resolve({ source: prepared, withSound: false })

    const { onRequested, onSettled } = this.#options
    const requestId = ++this.#lastRequestId
    return new Promise((resolve) => {
      this.#pending = {
        requestId,
        settle: (choice) => {
          this.#pending = null
          onSettled(requestId)
          resolve(choice)
        },
      }
      onRequested(requestId, offersSound)
    })
  }

  /** The person's answer; `not-allowed` for a request that is over, `capture-unavailable` for a source that is not there. */
  choose(requestId: number, choice: CaptureChoice | null): Result<undefined> {
    const pending = this.#pending
    if (pending?.requestId !== requestId) return err(failure('not-allowed'))
    if (!choice) {
      pending.settle(null)
      return ok(undefined)
    }
    const source = this.#options.find(choice.sourceId)
    if (!source) return err(failure('capture-unavailable'))
    pending.settle({ source, withSound: choice.withSound })
    return ok(undefined)
  }

  /** Declines whatever waits: the page has gone, or sharing was called off. */
  cancel(): void {
    this.#pending?.settle(null)
  }
}
