import type * as Electron from 'electron'
import type { ChromiumWindow, Frame, NavigationAttempt } from '../chromium/window.ts'
import type { FromPreload } from '../page/preload-world.ts'
import { deliver, messageTo, type Sender } from './ipc-main.ts'
import { createEvent, only, StandInEmitter } from './lacking.ts'
import { grantPermissions } from './permissions.ts'
import { judgeDisplayMedia } from './session.ts'
import { webFrameOf } from './web-frame.ts'

type Members =
  | 'send'
  | 'executeJavaScript'
  | 'isDestroyed'
  | 'reload'
  | 'forcefullyCrashRenderer'
  | 'loadURL'
  | 'getURL'
  | 'mainFrame'
  | 'setWindowOpenHandler'
type WindowOpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0]

const events = [
  'did-start-navigation',
  'did-navigate',
  'did-finish-load',
  'will-navigate',
  'will-frame-navigate',
  'render-process-gone',
  'destroyed',
  // These do not happen here.
  'will-redirect',
  'will-attach-webview',
  'unresponsive',
  'responsive',
  'preload-error',
]

export class StandInWebContents extends StandInEmitter implements Pick<Electron.WebContents, Members> {
  private readonly opening: Promise<ChromiumWindow>
  private window: ChromiumWindow | null = null
  private destroyed = false
  private openHandler: WindowOpenHandler | null = null

  constructor(opening: Promise<ChromiumWindow>) {
    super('webContents', events)
    this.opening = opening
    const self = only('webContents', this)
    void opening.then((window) => self.watch(window))
    return self
  }

  get mainFrame(): Electron.WebFrameMain {
    const { window } = this
    if (!window) throw new Error('not in the stand-in: the main frame of a window that has just been made')
    return webFrameOf(window, window.mainFrame)
  }

  send(channel: string, ...args: unknown[]): void {
    // At once, for whoever sends what cannot be cloned.
    const message = messageTo(channel, args)
    void this.opening.then((window) => window.toPreload(message))
  }

  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    return (await this.opening).evaluate(code, userGesture)
  }

  async loadURL(url: string): Promise<void> {
    const window = await this.opening
    await grantPermissions(this as unknown as Electron.WebContents, url)
    await window.load(url)
  }

  reload(): void {
    void this.opening.then((window) => window.reload())
  }

  forcefullyCrashRenderer(): void {
    void this.opening.then((window) => window.crash())
  }

  getURL(): string {
    return this.window?.mainFrame.url ?? ''
  }

  isDestroyed(): boolean {
    return this.destroyed
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.openHandler = handler
  }

  private watch(window: ChromiumWindow): void {
    this.window = window
    window.on('fromPreload', (message) => void this.receive(message))
    window.on('navigating', (attempt) => this.judge(attempt))
    window.on('navigationStarted', (url, frame, isSameDocument) => {
      const isMainFrame = frame.parentId === null
      this.emit(
        'did-start-navigation',
        createEvent({ url, isMainFrame, isSameDocument, frame: this.frame(frame) }),
      )
    })
    window.on('navigated', ({ url, parentId }) => {
      if (parentId === null) this.emit('did-navigate', createEvent({}), url, 200, 'OK')
    })
    window.on('loaded', () => this.emit('did-finish-load', createEvent({})))
    window.on('crashed', () => {
      this.emit('render-process-gone', createEvent({}), { reason: 'crashed', exitCode: 1 })
    })
    window.on('closed', () => {
      this.destroyed = true
      this.emit('destroyed', createEvent({}))
    })
  }

  private frame(frame: Frame): Electron.WebFrameMain | null {
    return this.window && webFrameOf(this.window, frame)
  }

  private async receive(message: FromPreload): Promise<void> {
    const { window } = this
    if (!window) return
    const sender: Sender = { sender: this as unknown as Electron.WebContents, senderFrame: this.mainFrame }
    if (message.kind === 'capture') {
      const { request } = message
      await window.answerCapture('decide', request.id, await judgeDisplayMedia(sender, request))
      return
    }
    if (message.kind === 'window') {
      this.refuseWindow(message.url)
      return
    }
    const answer = await deliver(message, sender)
    if (answer) await window.toPreload(answer)
  }

  private judge(attempt: NavigationAttempt): void {
    const { url, frame } = attempt
    const isMainFrame = frame.parentId === null
    const details = { url, isMainFrame, isSameDocument: false, frame: this.frame(frame), initiator: null }
    const frameEvent = createEvent(details)
    this.emit('will-frame-navigate', frameEvent)
    attempt.forbidden = frameEvent.defaultPrevented
    if (!isMainFrame) return
    const event = createEvent(details)
    this.emit('will-navigate', event, url)
    attempt.forbidden ||= event.defaultPrevented
  }

  private refuseWindow(url: string): void {
    const details = {
      url,
      frameName: '',
      features: '',
      disposition: 'new-window',
      referrer: { url: '', policy: 'default' },
    }
    const answer = this.openHandler?.(details as Electron.HandlerDetails)
    if (answer?.action !== 'deny') throw new Error('not in the stand-in: windows that pages open')
  }
}
