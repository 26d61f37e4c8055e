import type * as Electron from 'electron'
import { execFileSync } from 'node:child_process'
import { programPath } from '../../../support/programs.ts'
import { options } from './computer.ts'
import { createEvent, only, StandInEmitter } from './lacking.ts'

type Members = 'getPrimaryDisplay' | 'getAllDisplays' | 'getCursorScreenPoint'
type DisplayMembers =
  'id' | 'label' | 'bounds' | 'workArea' | 'size' | 'scaleFactor' | 'nativeOrigin' | 'internal'

const { scaleFactor } = options
const toDip = (pixels: number): number => Math.round(pixels / scaleFactor)

/** @param physical place and size in pixels of the X screen */
const createDisplay = (id: number, label: string, physical: Electron.Rectangle): Electron.Display => {
  const bounds = {
    x: toDip(physical.x),
    y: toDip(physical.y),
    width: toDip(physical.width),
    height: toDip(physical.height),
  }
  const members: Pick<Electron.Display, DisplayMembers> = only('display', {
    id,
    label,
    bounds,
    workArea: bounds,
    size: { width: bounds.width, height: bounds.height },
    scaleFactor,
    nativeOrigin: { x: physical.x, y: physical.y },
    internal: false,
  })
  return members as Electron.Display
}

/** As `xrandr --listmonitors` writes it: ` 0: +*left 1920/508x1080/286+0+0  screen`. */
const monitorLine = /^ *\d+: \+?\*?(\S+) (\d+)\/\d+x(\d+)\/\d+\+(-?\d+)\+(-?\d+)/gm

/** The monitors that RandR knows, the primary one first; elsewhere the one screen that the test has thought of. */
const readDisplays = (): readonly Electron.Display[] => {
  if (!process.env.DISPLAY) return [createDisplay(1, 'Screen', { x: 0, y: 0, ...options.screen })]
  const output = execFileSync(programPath('xrandr'), ['--listmonitors'], { encoding: 'utf8' })
  return Array.from(output.matchAll(monitorLine), ([, , width, height, x, y], index) =>
    createDisplay(index + 1, index === 0 ? 'Screen' : `Screen ${String(index + 1)}`, {
      x: Number(x),
      y: Number(y),
      width: Number(width),
      height: Number(height),
    }),
  )
}

class StandInScreen extends StandInEmitter implements Pick<Electron.Screen, Members> {
  private displays = readDisplays()

  constructor() {
    super('screen', ['display-added', 'display-removed', 'display-metrics-changed'])
  }

  getPrimaryDisplay(): Electron.Display {
    const [primary] = this.displays
    if (!primary) throw new Error('RandR knows no monitor')
    return primary
  }

  getAllDisplays(): Electron.Display[] {
    return [...this.displays]
  }

  getCursorScreenPoint(): Electron.Point {
    const output = execFileSync(programPath('xdotool'), ['getmouselocation', '--shell'], { encoding: 'utf8' })
    const coordinate = (name: string): number =>
      Number(new RegExp(`^${name}=(-?\\d+)$`, 'm').exec(output)?.[1])
    return { x: Math.floor(coordinate('X') / scaleFactor), y: Math.floor(coordinate('Y') / scaleFactor) }
  }

  /** The test has changed the monitors. */
  refresh(): void {
    this.displays = readDisplays()
    this.emit('display-metrics-changed', createEvent({}), this.getPrimaryDisplay(), ['bounds'])
  }
}

export const computerScreen = new StandInScreen()
export const screen = only('screen', computerScreen)
