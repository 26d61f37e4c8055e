import type * as Electron from 'electron'
import type { Clock } from '#shared/clock.ts'
import type { Log } from '../log/log.ts'
import { createElectronUpdater } from './electron-updater.ts'
import { updatableFormat } from './updatable.ts'
import { Updates } from './updates.ts'

export interface UpdatesParts {
  readonly electron: Pick<typeof Electron, 'app' | 'autoUpdater'>
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where a package keeps what is not in its archive. */
  readonly resources: string
  readonly isAutomatic: () => boolean
  readonly isBusy: () => boolean
  /** From now on windows may close. */
  readonly onQuitting: () => void
  readonly clock: Clock
  readonly log: Log
}

/** Puts together what keeps this copy of the app up to date, if it is one that can be. */
export const installUpdates = (parts: UpdatesParts): Updates => {
  const { electron, platform, env, resources, isAutomatic, isBusy, onQuitting, clock, log } = parts
  const { app } = electron
  const format = updatableFormat({ platform, env, isPackaged: app.isPackaged, resources })
  const updater =
    format &&
    createElectronUpdater({
      format,
      // A CommonJS package, which makes its updater as that is read.
      load: async () => (await import('electron-updater')).default,
      app,
      autoUpdater: () => electron.autoUpdater,
      onQuitting,
    })
  return new Updates({ updater, isAutomatic, isBusy, clock, log })
}
