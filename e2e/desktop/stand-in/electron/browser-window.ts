import type * as Electron from 'electron'
import { readFile } from 'node:fs/promises'
import { ChromiumWindow } from '../chromium/window.ts'
import { addresses, browser, options as computer } from './computer.ts'
import { createEvent, only, StandInEmitter } from './lacking.ts'
import { StandInWebContents } from './web-contents.ts'

type Members =
  | 'show'
  | 'hide'
  | 'focus'
  | 'blur'
  | 'minimize'
  | 'restore'
  | 'maximize'
  | 'close'
  | 'destroy'
  | 'loadURL'
  | 'isVisible'
  | 'isFocused'
  | 'isMinimized'
  | 'isMaximized'
  | 'isFullScreen'
  | 'isDestroyed'
  | 'getTitle'
  | 'getBounds'
  | 'getNormalBounds'
  | 'getMediaSourceId'
  | 'setBackgroundColor'
  | 'showInactive'
  | 'setBounds'
  | 'setShape'
  | 'setIgnoreMouseEvents'
  | 'setAlwaysOnTop'
  | 'setVisibleOnAllWorkspaces'

const events = [
  'show',
  'hide',
  'focus',
  'blur',
  'minimize',
  'restore',
  'maximize',
  'close',
  'closed',
  'ready-to-show',
  // Nobody moves them here.
  'move',
  'resize',
]

/** The app's windows; the first has been there longest. */
export const windows = new Set<StandInBrowserWindow>()

const openWindow = async (preload: string | undefined, isShown: boolean): Promise<ChromiumWindow> => {
  const { devTools } = await browser
  return ChromiumWindow.open({
    devTools,
    addresses,
    preload: preload === undefined ? '' : await readFile(preload, 'utf8'),
    bounds: isShown ? computer.windowArea : null,
  })
}

/** Throws for a page with powers that the stand-in cannot give, and that Beckon's may not have. */
const checkSandbox = ({ sandbox, contextIsolation, nodeIntegration }: Electron.WebPreferences): void => {
  if (sandbox === false || contextIsolation === false || nodeIntegration === true)
    throw new Error('not in the stand-in: pages outside the sandbox')
}

export class StandInBrowserWindow extends StandInEmitter implements Pick<Electron.BrowserWindow, Members> {
  readonly id: number
  readonly webContents: Electron.WebContents
  readonly opening: Promise<ChromiumWindow>
  private readonly title: string
  /** Chromium has no transparent windows: such a one stays out of sight, and its page runs all the same. */
  private readonly isTransparent: boolean
  private readonly size: { readonly width: number; readonly height: number }
  private visible: boolean
  private focused: boolean
  private minimized = false
  private maximized = false
  private destroyed = false

  static lastId = 0
  /** The app's event of that. */
  static onCreated: (window: StandInBrowserWindow) => void = () => undefined

  constructor({
    title = 'Electron',
    width = 800,
    height = 600,
    show = true,
    transparent = false,
    webPreferences = {},
  }: Electron.BrowserWindowConstructorOptions = {}) {
    super('BrowserWindow', events)
    checkSandbox(webPreferences)
    StandInBrowserWindow.lastId += 1
    this.id = StandInBrowserWindow.lastId
    this.title = title
    this.size = { width, height }
    this.isTransparent = transparent
    this.visible = show
    this.focused = show
    this.opening = openWindow(webPreferences.preload, show && !transparent)
    this.webContents = new StandInWebContents(this.opening) as unknown as Electron.WebContents
    const self = only('BrowserWindow', this)
    windows.add(self)
    void this.opening.then((window) => {
      window.once('loaded', () => self.emit('ready-to-show', createEvent({})))
      window.once('closed', () => self.remove())
    })
    StandInBrowserWindow.onCreated(self)
    return self
  }

  static getAllWindows(): Electron.BrowserWindow[] {
    return [...windows] as unknown as Electron.BrowserWindow[]
  }

  show(): void {
    const wasVisible = this.visible
    this.visible = true
    this.place()
    if (!wasVisible) this.emit('show', createEvent({}))
    this.focus()
  }

  showInactive(): void {
    this.visible = true
    this.place()
    this.emit('show', createEvent({}))
  }

  hide(): void {
    if (!this.visible) return
    this.visible = false
    this.place()
    this.blur()
    this.emit('hide', createEvent({}))
  }

  focus(): void {
    if (!this.visible || this.focused) return
    this.focused = true
    this.emit('focus', createEvent({}))
  }

  blur(): void {
    if (!this.focused) return
    this.focused = false
    this.emit('blur', createEvent({}))
  }

  minimize(): void {
    this.minimized = true
    this.place()
    this.blur()
    this.emit('minimize', createEvent({}))
  }

  restore(): void {
    this.minimized = false
    this.place()
    this.emit('restore', createEvent({}))
  }

  maximize(): void {
    this.maximized = true
    if (!this.visible) this.showInactive()
    this.emit('maximize', createEvent({}))
  }

  /** What the close button does, too. */
  close(): void {
    const event = createEvent({})
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }

  destroy(): void {
    void this.opening.then((window) => window.close())
    this.remove()
  }

  async loadURL(url: string): Promise<void> {
    await this.webContents.loadURL(url)
  }

  isVisible(): boolean {
    return this.visible
  }

  isFocused(): boolean {
    return this.focused
  }

  isMinimized(): boolean {
    return this.minimized
  }

  isMaximized(): boolean {
    return this.maximized
  }

  isFullScreen(): boolean {
    return false
  }

  isDestroyed(): boolean {
    return this.destroyed
  }

  getTitle(): string {
    return this.title
  }

  getBounds(): Electron.Rectangle {
    return computer.windowArea
  }

  getNormalBounds(): Electron.Rectangle {
    return { x: computer.windowArea.x, y: computer.windowArea.y, ...this.size }
  }

  getMediaSourceId(): string {
    return `window:${String(this.id)}:0`
  }

  setBackgroundColor(): void {
    // Seen only before the page has painted.
  }

  setBounds(): void {
    if (!this.isTransparent) throw new Error('not in the stand-in: windows that main moves')
  }

  setShape(): void {
    // Nothing of it is to be seen.
  }

  setIgnoreMouseEvents(): void {
    // Nothing of it is to be clicked.
  }

  setAlwaysOnTop(): void {
    // It covers nothing.
  }

  setVisibleOnAllWorkspaces(): void {
    // There is one.
  }

  private place(): void {
    const isShown = this.visible && !this.minimized && !this.isTransparent
    const place = async (): Promise<void> => (await this.opening).place(isShown ? computer.windowArea : null)
    // The window may have gone in the meantime.
    place().catch(() => undefined)
  }

  private remove(): void {
    if (this.destroyed) return
    this.destroyed = true
    windows.delete(this)
    this.emit('closed', createEvent({}))
  }
}
