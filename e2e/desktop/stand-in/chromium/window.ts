import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import type { DisplayMediaPort } from '../page/display-media.ts'
import { pageScript, preloadScript } from '../page/init-scripts.ts'
import { type FromPreload, POST, RECEIVE, type ToPreload } from '../page/preload-world.ts'
import type { Addresses } from './addresses.ts'
import type { DevTools, DevToolsSession } from './dev-tools.ts'

/** A rectangle of the screen, in pixels. */
export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A document in a window, as it is at this moment. */
export interface Frame {
  readonly id: string
  readonly parentId: string | null
  /** As Electron would have it. */
  readonly url: string
}

/** A page is about to go elsewhere of its own accord; whoever listens may forbid it. */
export interface NavigationAttempt {
  readonly url: string
  readonly frame: Frame
  forbidden: boolean
}

export interface ChromiumWindowEvents {
  fromPreload: [message: FromPreload]
  navigating: [attempt: NavigationAttempt]
  navigationStarted: [url: string, frame: Frame, isSameDocument: boolean]
  navigated: [frame: Frame]
  loaded: []
  crashed: []
  closed: []
}

export interface ChromiumWindowOptions {
  readonly devTools: DevTools
  readonly addresses: Addresses
  /** Source of the preload, a CommonJS script. */
  readonly preload: string
  /** Null opens it out of sight. */
  readonly bounds: Bounds | null
}

/** Beyond every screen: Chromium itself tells the page that it is hidden. */
const OUT_OF_SIGHT = 20_000
const PRELOAD_WORLD = 'preload'

/** A window of Chromium with one page, which the preload runs in. */
export class ChromiumWindow extends EventEmitter<ChromiumWindowEvents> {
  readonly targetId: string
  readonly #options: ChromiumWindowOptions
  readonly #session: DevToolsSession
  readonly #secret = randomUUID()
  readonly #frames = new Map<string, Frame>()
  #mainFrameId = ''
  #preloadContext: number | null = null
  /** Address that main is loading: nothing that the page does. */
  #loading: string | null = null

  private constructor(targetId: string, session: DevToolsSession, options: ChromiumWindowOptions) {
    super()
    this.targetId = targetId
    this.#session = session
    this.#options = options
  }

  static async open(options: ChromiumWindowOptions): Promise<ChromiumWindow> {
    const { devTools } = options
    const { targetId } = await devTools.send('Target.createTarget', { url: 'about:blank', newWindow: true })
    const { sessionId } = await devTools.send('Target.attachToTarget', { targetId, flatten: true })
    const window = new ChromiumWindow(targetId, devTools.session(sessionId), options)
    await window.#prepare()
    await window.place(options.bounds)
    return window
  }

  /** The window's own document. */
  get mainFrame(): Frame {
    return (
      this.#frames.get(this.#mainFrameId) ?? { id: this.#mainFrameId, parentId: null, url: 'about:blank' }
    )
  }

  get frames(): readonly Frame[] {
    return [...this.#frames.values()]
  }

  async #prepare(): Promise<void> {
    const session = this.#session
    session.on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = context.auxData as { readonly frameId: string }
      if (context.name === PRELOAD_WORLD && frameId === this.#mainFrameId) this.#preloadContext = context.id
    })
    session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      // A world that is no more may still have had something to say.
      if (name === POST && executionContextId === this.#preloadContext)
        this.emit('fromPreload', JSON.parse(payload) as FromPreload)
    })
    session.on('Page.frameNavigated', ({ frame }) => {
      this.emit('navigated', this.#noteFrame(frame.id, frame.parentId ?? null, frame.url))
    })
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      const frame = this.#noteFrame(frameId, this.#frames.get(frameId)?.parentId ?? null, url)
      this.emit('navigationStarted', frame.url, frame, true)
    })
    session.on('Page.frameDetached', ({ frameId }) => void this.#frames.delete(frameId))
    session.on('Page.loadEventFired', () => {
      this.#loading = null
      this.emit('loaded')
    })
    session.on('Inspector.targetCrashed', () => this.emit('crashed'))
    session.on('Fetch.requestPaused', ({ requestId, request, frameId }) => {
      void this.#judgeNavigation(requestId, request.url, frameId)
    })
    const { devTools } = this.#options
    devTools.on('Target.targetDestroyed', ({ targetId }) => {
      if (targetId === this.targetId) this.emit('closed')
    })

    await session.send('Page.enable')
    const { frameTree } = await session.send('Page.getFrameTree')
    this.#mainFrameId = frameTree.frame.id
    await session.send('Runtime.addBinding', { name: POST, executionContextName: PRELOAD_WORLD })
    await session.send('Page.addScriptToEvaluateOnNewDocument', { source: pageScript(this.#secret) })
    await session.send('Page.addScriptToEvaluateOnNewDocument', {
      source: preloadScript(this.#secret, this.#options.preload),
      worldName: PRELOAD_WORLD,
    })
    await session.send('Runtime.enable')
    await session.send('Inspector.enable')
    await session.send('Fetch.enable', { patterns: [{ resourceType: 'Document', requestStage: 'Request' }] })
  }

  #noteFrame(id: string, parentId: string | null, url: string): Frame {
    const frame = { id, parentId, url: this.#options.addresses.toElectron(url) }
    this.#frames.set(id, frame)
    return frame
  }

  async #judgeNavigation(requestId: string, chromiumUrl: string, frameId: string): Promise<void> {
    const frame = this.#frames.get(frameId) ?? {
      id: frameId,
      parentId: this.#mainFrameId,
      url: 'about:blank',
    }
    const attempt: NavigationAttempt = {
      url: this.#options.addresses.toElectron(chromiumUrl),
      frame,
      forbidden: false,
    }
    // In Electron's order: it starts, then it is asked whether it may.
    this.emit('navigationStarted', attempt.url, frame, false)
    if (chromiumUrl !== this.#loading) this.emit('navigating', attempt)
    if (attempt.forbidden) {
      await this.#session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
      return
    }
    await this.#session.send('Fetch.continueRequest', { requestId })
  }

  /** Resolves when the page has loaded; rejects when it cannot be. */
  async load(url: string): Promise<void> {
    const chromiumUrl = this.#options.addresses.toChromium(url)
    const loaded = new Promise((resolve) => this.once('loaded', () => resolve(undefined)))
    this.#loading = chromiumUrl
    const { errorText } = await this.#session.send('Page.navigate', { url: chromiumUrl })
    if (errorText) throw new Error(`${errorText} loading '${url}'`)
    await loaded
  }

  /** Runs a script in the page, as if the person had just clicked if `userGesture`. */
  async evaluate(expression: string, userGesture: boolean): Promise<unknown> {
    const { result, exceptionDetails } = await this.#session.send('Runtime.evaluate', {
      expression,
      userGesture,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value as unknown
  }

  async toPreload(message: ToPreload): Promise<void> {
    // Nobody listens while there is no document.
    if (this.#preloadContext === null) return
    await this.#session.send('Runtime.evaluate', {
      expression: `${RECEIVE}(${JSON.stringify(message)})`,
      contextId: this.#preloadContext,
    })
  }

  async answerCapture<Method extends keyof DisplayMediaPort>(
    method: Method,
    ...args: Parameters<DisplayMediaPort[Method]>
  ): Promise<void> {
    const port = `window[${JSON.stringify(this.#secret)}]`
    await this.evaluate(`${port}.${method}(...${JSON.stringify(args)})`, true)
  }

  /** Puts the window on the screen, or out of sight. */
  async place(bounds: Bounds | null): Promise<void> {
    const { devTools } = this.#options
    const { windowId } = await devTools.send('Browser.getWindowForTarget', { targetId: this.targetId })
    await devTools.send('Browser.setWindowBounds', {
      windowId,
      bounds: bounds
        ? { left: bounds.x, top: bounds.y, width: bounds.width, height: bounds.height }
        : { left: OUT_OF_SIGHT, top: 0 },
    })
  }

  async reload(): Promise<void> {
    this.#loading = this.#options.addresses.toChromium(this.mainFrame.url)
    await this.#session.send('Page.reload')
  }

  /** Kills the page's process. */
  crash(): void {
    void this.#session.send('Page.crash').catch(() => undefined)
  }

  async close(): Promise<void> {
    await this.#options.devTools.send('Target.closeTarget', { targetId: this.targetId })
  }
}
