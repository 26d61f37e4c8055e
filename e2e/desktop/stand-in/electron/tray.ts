import type * as Electron from 'electron'
import { existsSync } from 'node:fs'
import { only, StandInEmitter } from './lacking.ts'
import type { StandInMenu } from './menu.ts'

type Members = 'setImage' | 'setToolTip' | 'setContextMenu' | 'destroy' | 'isDestroyed'

/** Icons that are in the tray now. */
export const trays = new Set<StandInTray>()

const checkImage = (image: string | Electron.NativeImage): string => {
  if (typeof image !== 'string') throw new Error('not in the stand-in: a tray icon that is no file')
  if (!existsSync(image)) throw new Error(`Failed to load image from path '${image}'`)
  return image
}

export class StandInTray extends StandInEmitter implements Pick<Electron.Tray, Members> {
  image: string
  toolTip = ''
  menu: StandInMenu | null = null

  constructor(image: string | Electron.NativeImage) {
    super('tray', ['click'])
    this.image = checkImage(image)
    const self = only('tray', this)
    trays.add(self)
    return self
  }

  setImage(image: string | Electron.NativeImage): void {
    this.image = checkImage(image)
  }

  setToolTip(toolTip: string): void {
    this.toolTip = toolTip
  }

  setContextMenu(menu: Electron.Menu | null): void {
    // There is no other kind here.
    this.menu = menu as StandInMenu | null
  }

  destroy(): void {
    trays.delete(this)
  }

  isDestroyed(): boolean {
    return !trays.has(this)
  }
}
