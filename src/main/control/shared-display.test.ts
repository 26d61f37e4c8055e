import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { SharedDisplay } from './shared-display.ts'

const createWorld = () => {
  const screen = Object.assign(new EventEmitter(), {
    getAllDisplays: () => [],
    getCursorScreenPoint: () => ({ x: 0, y: 0 }),
    dipToScreenRect: () => ({ x: 0, y: 0, width: 0, height: 0 }),
  })
  let movedCount = 0
  new SharedDisplay({ screen: screen as never, platform: 'linux', throughPortal: false }).on(
    'moved',
    () => (movedCount += 1),
  )
  /** As Electron tells it. */
  const change = (...metrics: readonly string[]): void =>
    void screen.emit('display-metrics-changed', {}, {}, metrics)
  return { screen, change, moved: () => movedCount }
}

describe('the shared display', () => {
  it.each([
    ['moves', ['bounds', 'workArea']],
    ['changes its scale', ['scaleFactor']],
    ['turns', ['rotation']],
    ['changes in a way that is not known yet', ['somethingNew']],
  ])('may be elsewhere when a display %s', (_, metrics) => {
    const { change, moved } = createWorld()
    change(...metrics)
    expect(moved()).toBe(1)
  })

  it('may be elsewhere when a display comes or goes', () => {
    const { screen, moved } = createWorld()
    screen.emit('display-added')
    screen.emit('display-removed')
    expect(moved()).toBe(2)
  })

  it('is where it was when a panel only takes or leaves room', () => {
    const { change, moved } = createWorld()
    change('workArea')
    expect(moved()).toBe(0)
  })
})

describe('the surface', () => {
  it('ends where the next display begins, though Windows rounds its size outwards', () => {
    const left = { id: 1, bounds: { x: 0, y: 0, width: 1463, height: 823 } }
    const right = { id: 2, bounds: { x: 1463, y: 0, width: 1920, height: 1080 } }
    const physical = new Map([
      [left.bounds, { x: 0, y: 0, width: 2561, height: 1441 }],
      [right.bounds, { x: 2560, y: 0, width: 1920, height: 1080 }],
    ])
    const display = new SharedDisplay({
      screen: {
        getAllDisplays: () => [left, right],
        dipToScreenRect: (_: unknown, bounds: typeof left.bounds) => physical.get(bounds),
        on: () => undefined,
      } as never,
      platform: 'win32',
      throughPortal: false,
    })
    display.setSource({ kind: 'screen', displayId: '1' })
    expect(display.surface).toEqual({ x: 0, y: 0, width: 2560, height: 1441 })
  })
})

describe('a window of the app', () => {
  const placesOn = (platform: NodeJS.Platform) =>
    new SharedDisplay({
      screen: {
        getAllDisplays: () => [],
        dipToScreenRect: (_: unknown, bounds: unknown) => bounds,
        on: () => undefined,
      } as never,
      platform,
      throughPortal: false,
    }).placesOf([
      {
        getBounds: () => ({ x: 100, y: 200, width: 300, height: 400 }),
        isVisible: () => true,
        isMinimized: () => false,
      },
    ])

  it('has a title bar beside what Electron tells of it on Linux: a helper is not to close it there', () => {
    expect(placesOn('linux')).toEqual([{ x: 92, y: 152, width: 316, height: 456 }])
  })

  it.each(['win32', 'darwin'] as const)('is where Electron says on %s, title bar and all', (platform) => {
    expect(placesOn(platform)).toEqual([{ x: 100, y: 200, width: 300, height: 400 }])
  })
})
