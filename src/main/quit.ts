import type * as Electron from 'electron'
import type { Clock } from '#shared/clock.ts'
import { parseJoinLink } from './deep-link.ts'
import { HIDDEN_ARGUMENT } from './login-item.ts'
import type { Log } from './log/log.ts'
import type { ShowMessageBox } from './message-box.ts'
import type { Texts } from './i18n/index.ts'

export interface QuitterOptions {
  readonly electron: Pick<typeof Electron, 'app'>
  readonly showMessageBox: ShowMessageBox
  readonly isSharing: () => boolean
  /** Asks while no viewer can use mouse or keyboard. */
  readonly withoutHelpers: <T>(ask: () => Promise<T>) => Promise<T>
  readonly texts: () => Texts
  /** From now on windows may close. */
  readonly onQuitting: () => void
  /** Everything that has to come to its end before the process does. */
  readonly cleanUp: () => Promise<void>
  /** Arguments that this process was started with, without its own name. */
  readonly args: readonly string[]
  readonly clock: Pick<Clock, 'after'>
  readonly log: Log
}

/** What cannot be closed within so long is left to the system, which closes everything. */
const CLEAN_UP_WITHIN_MS = 3_000

const CONFIRM = 0
const CANCEL = 1

/** The one way out of the app: asks before it ends a session, and lets what is open come to its end. */
export class Quitter {
  readonly #options: QuitterOptions
  #isAsking = false
  #isClean = false

  constructor(options: QuitterOptions) {
    this.#options = options
    const { electron, onQuitting } = options
    electron.app.on('before-quit', onQuitting)
    // Without a listener the app would end with its last window; the tray is what it lives in.
    electron.app.on('window-all-closed', () => undefined)
    electron.app.on('will-quit', (event) => {
      if (this.#isClean) return
      event.preventDefault()
      void this.#cleanUp()
    })
  }

  /**
   * The person wants to quit.
   * @param leave how, if not by merely quitting
   */
  async request(leave = (): void => this.#options.electron.app.quit()): Promise<void> {
    if (this.#isAsking) return
    this.#isAsking = true
    try {
      if (await this.#isSure()) leave()
    } finally {
      this.#isAsking = false
    }
  }

  /** Ends the app, if the person is sure, and starts it anew: with its window, and not with an old link. */
  async relaunch(): Promise<void> {
    const { electron, args } = this.#options
    await this.request(() => {
      electron.app.relaunch({
        args: args.filter((arg) => arg !== HIDDEN_ARGUMENT && parseJoinLink(arg) === null),
      })
      electron.app.quit()
    })
  }

  async #isSure(): Promise<boolean> {
    const { showMessageBox, isSharing, withoutHelpers, texts } = this.#options
    if (!isSharing()) return true
    const { title, text, confirm, cancel } = texts().quit
    const { response } = await withoutHelpers(() =>
      showMessageBox({
        type: 'question',
        message: title,
        detail: text,
        buttons: [confirm, cancel],
        defaultId: CANCEL,
        cancelId: CANCEL,
      }),
    )
    return response === CONFIRM
  }

  async #cleanUp(): Promise<void> {
    const { electron, cleanUp, clock, log } = this.#options
    const tooLong = Promise.withResolvers<never>()
    const cancel = clock.after(CLEAN_UP_WITHIN_MS, () => tooLong.reject(new Error('it took too long')))
    try {
      await Promise.race([cleanUp(), tooLong.promise])
    } catch (cause) {
      log.error('not everything was closed', cause)
    }
    cancel()
    this.#isClean = true
    electron.app.quit()
  }
}
