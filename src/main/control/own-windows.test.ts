import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { OwnWindows } from './own-windows.ts'

const createWindows = () => {
  const app = new EventEmitter()
  const early = new EventEmitter()
  const windows = [early]
  let overlay: EventEmitter | null = null
  const ownWindows = new OwnWindows({
    electron: { app, BrowserWindow: { getAllWindows: () => windows } } as never,
    isOverlay: (window) => (window as unknown) === overlay,
  })
  let changes = 0
  ownWindows.on('changed', () => void (changes += 1))
  const open = (): EventEmitter => {
    const window = new EventEmitter()
    windows.push(window)
    app.emit('browser-window-created', {}, window)
    return window
  }
  return {
    ownWindows,
    early,
    open,
    openOverlay: () => (overlay = open()),
    takeChanges: () => {
      const taken = changes
      changes = 0
      return taken
    },
  }
}

describe('the windows of the app', () => {
  it.each(['show', 'focus', 'move', 'resize', 'restore'])(
    'tell of their %s, early and late ones',
    (event) => {
      const { early, open, takeChanges } = createWindows()
      const late = open()
      early.emit(event)
      late.emit(event)
      expect(takeChanges()).toBe(2)
    },
  )

  it('are without the overlay, which covers what is controlled', () => {
    const { ownWindows, early, openOverlay, takeChanges } = createWindows()
    const overlay = openOverlay()
    overlay.emit('show')
    overlay.emit('move')
    expect(takeChanges()).toBe(0)
    expect(ownWindows.all).toEqual([early])
  })
})
