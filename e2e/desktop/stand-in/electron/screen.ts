import type * as Electron from 'electron'
import { options } from './computer.ts'
import { only, StandInEmitter } from './lacking.ts'

type Members = 'getPrimaryDisplay' | 'getAllDisplays'
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
}

export const screen = only('screen', new StandInScreen())
