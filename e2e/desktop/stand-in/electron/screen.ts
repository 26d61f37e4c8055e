import type * as Electron from 'electron'
import { execFileSync } from 'node:child_process'
import { programPath } from '../../../support/programs.ts'
import { options } from './computer.ts'
import { only, StandInEmitter } from './lacking.ts'

type Members = 'getPrimaryDisplay' | 'getAllDisplays' | 'getCursorScreenPoint'
type DisplayMembers =
  'id' | 'label' | 'bounds' | 'workArea' | 'size' | 'scaleFactor' | 'nativeOrigin' | 'internal'

const area = { x: 0, y: 0, ...options.screen }

const display: Pick<Electron.Display, DisplayMembers> = only('display', {
  id: 1,
  label: 'Screen',
  bounds: area,
  workArea: area,
  size: options.screen,
  scaleFactor: 1,
  nativeOrigin: { x: 0, y: 0 },
  internal: false,
})

class StandInScreen extends StandInEmitter implements Pick<Electron.Screen, Members> {
  constructor() {
    super('screen', ['display-added', 'display-removed', 'display-metrics-changed'])
  }

  getPrimaryDisplay(): Electron.Display {
    return display as Electron.Display
  }

  getAllDisplays(): Electron.Display[] {
    return [this.getPrimaryDisplay()]
  }

  getCursorScreenPoint(): Electron.Point {
    const output = execFileSync(programPath('xdotool'), ['getmouselocation', '--shell'], { encoding: 'utf8' })
    const coordinate = (name: string): number =>
      Number(new RegExp(`^${name}=(-?\\d+)$`, 'm').exec(output)?.[1])
    return { x: coordinate('X'), y: coordinate('Y') }
  }
}

export const screen = only('screen', new StandInScreen())
