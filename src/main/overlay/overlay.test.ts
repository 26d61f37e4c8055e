import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron'
import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { OverlayPointer } from '#shared/ipc/overlay.ts'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import { Overlay } from './overlay.ts'

const bounds = { x: -1280, y: 200, width: 1280, height: 1024 }
const pointer: OverlayPointer = { id: 'ada', name: 'Ada', colour: 0, at: { x: 0.5, y: 0.5 }, clicks: 0 }

class FakeWindow extends EventEmitter {
  static readonly all: FakeWindow[] = []
  readonly id = FakeWindow.all.push(this)
  readonly calls: unknown[][] = []
  readonly sent: unknown[][] = []
  isGone = false
  readonly webContents = Object.assign(new EventEmitter(), {
    send: (...message: unknown[]) => void this.sent.push(message),
    isDestroyed: () => this.isGone,
  })
  readonly options: BrowserWindowConstructorOptions

  constructor(options: BrowserWindowConstructorOptions) {
    super()
    this.options = options
  }
  setBounds = (area: unknown) => void this.calls.push(['setBounds', area])
  setShape = (rects: unknown) => void this.calls.push(['setShape', rects])
  setIgnoreMouseEvents = (ignore: boolean) => void this.calls.push(['setIgnoreMouseEvents', ignore])
  setAlwaysOnTop = (...args: unknown[]) => void this.calls.push(['setAlwaysOnTop', ...args])
  setVisibleOnAllWorkspaces = (...args: unknown[]) => void this.calls.push(['onAllWorkspaces', ...args])
  showInactive = () => void this.calls.push(['showInactive'])
  loadURL = (url: string) => Promise.resolve(this.calls.push(['loadURL', url]))
  isDestroyed = () => this.isGone
  destroy = () => void (this.isGone = true)
}

const createOverlay = (platform: NodeJS.Platform = 'linux') => {
  FakeWindow.all.length = 0
  const clock = new ManualClock()
  const confined: unknown[] = []
  const overlay = new Overlay({
    electron: { BrowserWindow: FakeWindow as never },
    platform,
    preload: '/preload.cjs',
    url: 'app://beckon/overlay.html',
    onCreated: (contents) => confined.push(contents),
    clock,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  })
  const draw = (...pointers: readonly OverlayPointer[]): FakeWindow => {
    overlay.show({ bounds, pointers })
    clock.advance(16)
    const window = FakeWindow.all.at(-1)
    if (!window) throw new Error('there is no window')
    return window
  }
  return { overlay, clock, draw, confined }
}

describe('the window above the shared display', () => {
  it('is transparent, over all of that display, above everything, and not there for mouse and keyboard', () => {
    const { draw, confined } = createOverlay()
    const window = draw(pointer)
    expect(window.options).toMatchObject({
      ...bounds,
      transparent: true,
      frame: false,
      focusable: false,
      skipTaskbar: true,
      alwaysOnTop: true,
      webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
    })
    expect(window.calls).toContainEqual(['setIgnoreMouseEvents', true])
    expect(window.calls).toContainEqual(['setAlwaysOnTop', true, 'screen-saver'])
    expect(confined).toEqual([window.webContents])
    window.emit('ready-to-show')
    expect(window.calls.at(-1)).toEqual(['showInactive'])
  })

  it('tells its page of all pointers, once that listens, and of many changes at once', () => {
    const { overlay, clock, draw } = createOverlay()
    const window = draw(pointer)
    expect(window.sent).toEqual([])
    window.webContents.emit('did-finish-load')
    expect(window.sent).toEqual([['overlay:changed', [pointer]]])
    const moved = { ...pointer, at: { x: 0.1, y: 0.1 } }
    for (let i = 0; i < 10; i += 1) overlay.show({ bounds, pointers: [moved] })
    clock.advance(16)
    expect(window.sent).toEqual([
      ['overlay:changed', [pointer]],
      ['overlay:changed', [moved]],
    ])
  })

  it('goes when nobody points any more, and is another one the next time', () => {
    const { overlay, clock, draw } = createOverlay()
    const window = draw(pointer)
    expect(overlay.owns(window as unknown as BrowserWindow)).toBe(true)
    overlay.show(null)
    expect(window.isGone).toBe(true)
    expect(overlay.owns(window as unknown as BrowserWindow)).toBe(false)
    clock.advance(100)
    expect(FakeWindow.all).toHaveLength(1)
    expect(draw(pointer)).not.toBe(window)
  })

  it('is another one when somebody else has closed it', () => {
    const { draw } = createOverlay()
    const window = draw(pointer)
    window.isGone = true
    window.emit('closed')
    const next = draw(pointer)
    expect(next).not.toBe(window)
    next.webContents.emit('did-finish-load')
    expect(next.sent).toEqual([['overlay:changed', [pointer]]])
  })

  it('stays when the one before it is said to be closed only afterwards', () => {
    const { overlay, draw } = createOverlay()
    const window = draw(pointer)
    overlay.show(null)
    const next = draw(pointer)
    window.emit('closed')
    expect(draw(pointer)).toBe(next)
  })

  it('ends on X11 where there is nothing to see, within the display', () => {
    const { draw } = createOverlay()
    const window = draw(pointer, { ...pointer, id: 'bo', at: { x: 0, y: 1 } })
    expect(window.calls.findLast(([name]) => name === 'setShape')?.[1]).toEqual([
      { x: 420, y: 472, width: 440, height: 100 },
      { x: 0, y: 984, width: 220, height: 40 },
    ])
    draw()
    expect(window.calls.findLast(([name]) => name === 'setShape')?.[1]).toEqual([
      { x: 0, y: 0, width: 1, height: 1 },
    ])
  })

  it('is on every space of macOS, and has no shape there', () => {
    const window = createOverlay('darwin').draw(pointer)
    expect(window.calls).toContainEqual(['onAllWorkspaces', true, { visibleOnFullScreen: true }])
    expect(window.calls.some(([name]) => name === 'setShape')).toBe(false)
  })
})
