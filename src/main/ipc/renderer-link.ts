import type { WebContents } from 'electron'
import type { Arguments, EventChannel, PayloadInput } from '#shared/ipc/bridge.ts'
import { START_SHARING_EVENT } from '#shared/ipc/contract.ts'
import type { Log } from '../log/log.ts'

type Page = Pick<WebContents, 'send' | 'executeJavaScript' | 'isDestroyed'>

/** Never made of anything that comes from outside. */
const START_SHARING = `window.dispatchEvent(new Event('${START_SHARING_EVENT}'))`

/**
 * The way to the page in the window. What is said before the page listens waits until it does, but for commands to what
 * the page shares: a page that does not listen shares nothing, and the next one shares something else.
 */
export class RendererLink {
  readonly #log: Log
  #page: Page | null = null
  #isReady = false
  /** By what it is about; of several, the last counts. */
  readonly #waiting = new Map<EventChannel | typeof START_SHARING, (page: Page) => void>()

  constructor(log: Log) {
    this.#log = log
  }

  /** A window has been made for the page, which is still loading. */
  attach(page: Page): void {
    this.#page = page
    this.#isReady = false
  }

  /** The page listens. True when it did not before. */
  markReady(): boolean {
    const isNews = !this.#isReady
    this.#isReady = true
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const say of waiting) this.#withPage(say)
    return isNews
  }

  /** The page has gone, or is loaded anew; what was said to it before it ever listened is for the one to come. */
  markLost(): void {
    this.#isReady = false
  }

  post<C extends EventChannel>(channel: C, ...payload: Arguments<PayloadInput<C>>): void {
    const say = (page: Page): void => page.send(channel, ...payload)
    if (this.#isReady) this.#withPage(say)
    else if (channel !== 'share:commanded') this.#keep(channel, say)
  }

  /**
   * Lets the page start to share, as if the person had clicked in it: `getDisplayMedia` wants a gesture, and a message
   * carries none, whereas a script can be run as one.
   * https://www.electronjs.org/docs/latest/api/web-contents#contentsexecutejavascriptcode-usergesture
   */
  startSharing(): void {
    const start = (page: Page): void => {
      // It fails when the page goes before it has run.
      page
        .executeJavaScript(START_SHARING, true)
        .catch((cause: unknown) => this.#log.error('not started', cause))
    }
    if (this.#isReady) this.#withPage(start)
    else this.#keep(START_SHARING, start)
  }

  /** Keeps the order in which things were said last. */
  #keep(subject: EventChannel | typeof START_SHARING, say: (page: Page) => void): void {
    this.#waiting.delete(subject)
    this.#waiting.set(subject, say)
  }

  #withPage(say: (page: Page) => void): void {
    if (this.#page && !this.#page.isDestroyed()) say(this.#page)
  }
}
