import type { WebContents } from 'electron'
import type { Arguments, EventChannel, PayloadInput } from '#shared/ipc/bridge.ts'
import { START_SHARING_EVENT } from '#shared/ipc/contract.ts'
import type { Log } from '../log/log.ts'

type Page = Pick<WebContents, 'send' | 'executeJavaScript' | 'isDestroyed'>

/** Never made of anything that comes from outside. */
const START_SHARING = `window.dispatchEvent(new Event('${START_SHARING_EVENT}'))`

/** The way to the page in the window. What is said before the page listens waits until it does. */
export class RendererLink {
  readonly #log: Log
  #page: Page | null = null
  #isReady = false
  readonly #waiting: ((page: Page) => void)[] = []

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
    for (const say of this.#waiting.splice(0)) this.#withPage(say)
    return isNews
  }

  /** The page has gone, or is loaded anew; what was said to it before it ever listened is for the one to come. */
  markLost(): void {
    this.#isReady = false
  }

  post<C extends EventChannel>(channel: C, ...payload: Arguments<PayloadInput<C>>): void {
    this.#withPage((page) => page.send(channel, ...payload))
  }

  /**
   * Lets the page start to share, as if the person had clicked in it: `getDisplayMedia` wants a gesture, and a message
   * carries none, whereas a script can be run as one.
   * https://www.electronjs.org/docs/latest/api/web-contents#contentsexecutejavascriptcode-usergesture
   */
  startSharing(): void {
    this.#withPage((page) => {
      // It fails when the page goes before it has run.
      page
        .executeJavaScript(START_SHARING, true)
        .catch((cause: unknown) => this.#log.error('not started', cause))
    })
  }

  #withPage(say: (page: Page) => void): void {
    if (!this.#isReady || !this.#page) this.#waiting.push(say)
    else if (!this.#page.isDestroyed()) say(this.#page)
  }
}
