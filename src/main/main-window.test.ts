import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import { MainWindow } from './main-window.ts'
import type { WindowPlace } from './settings/stored.ts'

const area = { x: 0, y: 0, width: 900, height: 700 }

/** As much of Electron's window as the app's window uses; showing and maximising as there. */
class FakeWindow extends EventEmitter {
  loads = 0
  visible = false
  maximized = false
  readonly webContents = Object.assign(new EventEmitter(), {
    reload: () => {
      this.loads++
    },
    forcefullyCrashRenderer: () =>
      void this.webContents.emit('render-process-gone', {}, { reason: 'killed' }),
  })
  loadURL = () => {
    this.loads++
    return Promise.resolve()
  }
  show = () => void (this.visible = true)
  hide = () => void (this.visible = false)
  maximize = () => {
    this.visible = true
    this.maximized = true
  }
  focus = () => undefined
  isVisible = () => this.visible
  isMinimized = () => false
  isMaximized = () => this.maximized
  isFullScreen = () => false
  isFocused = () => false
  getNormalBounds = () => area
  close = () => void this.emit('close', { preventDefault: () => undefined })
  crash = () => void this.webContents.emit('render-process-gone', {}, { reason: 'crashed' })
}

const createWindow = (lastPlace: WindowPlace | null = null) => {
  const fake = new FakeWindow()
  const clock = new ManualClock()
  const window = new MainWindow({
    electron: {
      BrowserWindow: function () {
        return fake
      } as never,
      screen: { getAllDisplays: () => [{ workArea: area }] } as never,
    },
    clock,
    preload: '/preload.cjs',
    url: 'app://beckon/',
    icon: '/icon.png',
    lastPlace: () => lastPlace,
    isDark: () => false,
  })
  const lost: string[] = []
  const places: WindowPlace[] = []
  let givenUp = 0
  window.on('pageLost', (reason) => lost.push(reason))
  window.on('moved', (place) => places.push(place))
  window.on('gaveUp', () => {
    givenUp++
  })
  return { window, fake, clock, lost, places, givenUp: () => givenUp }
}

describe('a window that was closed maximised', () => {
  const last = { ...area, maximized: true }

  it('is maximised when it is first shown, and stays out of sight until then', () => {
    const { window, fake } = createWindow(last)
    window.ensure()
    expect(fake.visible).toBe(false)
    window.show()
    expect(fake.maximized).toBe(true)
    fake.maximized = false
    window.show()
    expect(fake.maximized).toBe(false)
  })

  it('is one still when nobody has looked at it before the app ends', () => {
    const { window, fake, places } = createWindow(last)
    window.ensure()
    window.allowClose()
    fake.close()
    expect(places).toEqual([last])
  })
})

describe('the page in the window', () => {
  it('is lost once another has taken its place, and not when one only tried to', () => {
    const { window, fake, lost } = createWindow()
    window.ensure()
    fake.webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false })
    expect(lost).toEqual([])
    fake.webContents.emit('did-navigate')
    expect(lost).toEqual(['navigation'])
  })

  it('is loaded anew after a crash', () => {
    const { window, fake, lost } = createWindow()
    window.ensure()
    fake.crash()
    expect(lost).toEqual(['crashed'])
    expect(fake.loads).toBe(2)
  })

  it('can be ended from outside', () => {
    const { window, fake, lost } = createWindow()
    window.killPage()
    window.ensure()
    window.killPage()
    expect(lost).toEqual(['killed'])
    expect(fake.loads).toBe(2)
  })

  it('is left alone when it keeps crashing, until the person wants it', () => {
    const { window, fake, givenUp } = createWindow()
    window.ensure()
    for (let crash = 0; crash < 4; crash++) fake.crash()
    expect(fake.loads).toBe(4)
    expect(givenUp()).toBe(1)
    // Only for the message that says so.
    window.bringUp()
    expect(fake.visible).toBe(true)
    expect(fake.loads).toBe(4)
    window.show()
    expect(fake.loads).toBe(5)
    window.show()
    expect(fake.loads).toBe(5)
  })

  it('may crash now and then', () => {
    const { window, fake, clock, givenUp } = createWindow()
    window.ensure()
    for (let crash = 0; crash < 10; crash++) {
      fake.crash()
      clock.advance(20_000)
    }
    expect(givenUp()).toBe(0)
  })
})
