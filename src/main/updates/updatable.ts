import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface InstalledApp {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly isPackaged: boolean
  /** `process.resourcesPath`. */
  readonly resources: string
}

/** How this copy of the app is installed, as far as it can be replaced. */
export type Format = 'nsis' | 'mac' | 'AppImage' | 'deb' | 'rpm'

/** electron-builder leaves it in the packages of these two. */
const packageType = (resources: string): string | null => {
  const file = join(resources, 'package-type')
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null
}

const canWriteTo = (folder: string): boolean => {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

const linuxFormat = ({ env, resources }: InstalledApp): Format | null => {
  const type = packageType(resources)
  if (type === 'deb' || type === 'rpm') return type
  // The file is replaced where it lies, by the person who runs it.
  const { APPIMAGE } = env
  return APPIMAGE && canWriteTo(dirname(APPIMAGE)) ? 'AppImage' : null
}

/**
 * The format that an update replaces; null where there is none: in development, from a mere folder, or from a build
 * that no release server was named to (electron-builder then writes no `app-update.yml`).
 */
export const updatableFormat = (app: InstalledApp): Format | null => {
  if (!app.isPackaged || !existsSync(join(app.resources, 'app-update.yml'))) return null
  switch (app.platform) {
    case 'win32':
      return 'nsis'
    case 'darwin':
      return 'mac'
    case 'linux':
      return linuxFormat(app)
    default:
      return null
  }
}
