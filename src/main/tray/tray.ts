import { join } from 'node:path'
import type * as Electron from 'electron'
import type { TrayMood } from './mood.ts'

export interface TrayView {
  readonly mood: TrayMood
  readonly tooltip: string
  readonly menu: Electron.MenuItemConstructorOptions[]
}

export interface AppTrayOptions {
  readonly electron: Pick<typeof Electron, 'Menu' | 'Tray'>
  /** Folder of the pictures; Electron finds their `@2x` companions itself. */
  readonly iconFolder: string
  readonly platform: NodeJS.Platform
  /** The icon was clicked, where that is not the way to the menu. */
  readonly onClick: () => void
}

/** The icon in the tray. */
export class AppTray {
  readonly #options: AppTrayOptions
  // Kept here: an icon whose object is collected disappears.
  #tray: Electron.Tray | null = null
  #view: TrayView | null = null

  constructor(options: AppTrayOptions) {
    this.#options = options
  }

  show(view: TrayView): void {
    const before = this.#view
    this.#view = view
    this.#tray ??= this.#create(view)
    if (before?.mood !== view.mood) this.#tray.setImage(this.#icon(view.mood))
    this.#tray.setToolTip(view.tooltip)
    // On Linux the menu is sent over D-Bus once: a changed one has to be set anew.
    // https://www.electronjs.org/docs/latest/api/tray
    this.#tray.setContextMenu(this.#options.electron.Menu.buildFromTemplate(view.menu))
  }

  /**
   * Puts the icon up again, on Linux. A panel that was restarted forgets icons there without telling anybody, so
   * whoever starts the app a second time, finding no icon, gets a new one. Elsewhere Electron sees to that itself, and
   * a new icon would lose the place that the person gave it.
   */
  renew(): void {
    if (this.#options.platform !== 'linux') return
    this.destroy()
    const view = this.#view
    this.#view = null
    if (view) this.show(view)
  }

  destroy(): void {
    this.#tray?.destroy()
    this.#tray = null
  }

  #create({ mood }: TrayView): Electron.Tray {
    const { electron, platform, onClick } = this.#options
    const tray = new electron.Tray(this.#icon(mood))
    // On macOS a click opens the menu. On Linux it depends on the desktop: some open the menu and tell nothing, others
    // (KDE Plasma) only tell. https://www.electronjs.org/docs/latest/api/tray
    if (platform !== 'darwin') tray.on('click', onClick)
    return tray
  }

  #icon(mood: TrayMood): string {
    const { iconFolder, platform } = this.#options
    return join(iconFolder, `${mood}${platform === 'darwin' ? 'Template' : ''}.png`)
  }
}
