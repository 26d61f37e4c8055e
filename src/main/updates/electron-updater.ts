import type { App, AutoUpdater } from 'electron'
import type { AppUpdater, CancellationToken } from 'electron-updater'
import type { Format } from './updatable.ts'
import type { Updater } from './updates.ts'

/** What is used of electron-updater. Reading `autoUpdater` creates it. */
export interface ElectronUpdaterModule {
  readonly autoUpdater: AppUpdater
  readonly CancellationToken: new () => CancellationToken
}

export interface ElectronUpdaterOptions {
  readonly format: Format
  /** Loads electron-updater when it is first needed: it would cost every start. */
  readonly load: () => Promise<ElectronUpdaterModule>
  readonly app: Pick<App, 'releaseSingleInstanceLock' | 'requestSingleInstanceLock'>
  /** Electron's own, which tells on each system when windows have to close for an update. */
  readonly autoUpdater: () => Pick<AutoUpdater, 'once'>
  /** From now on windows may close. */
  readonly onQuitting: () => void
}

/** dpkg and rpm ask for a password: when a person said so, and never while the app is merely closed. */
const installsOnQuit = (format: Format): boolean => format !== 'deb' && format !== 'rpm'

/** Updates by electron-updater: checksums from the release's metadata, signatures as docs/desktop.md tells. */
export const createElectronUpdater = (options: ElectronUpdaterOptions): Updater => {
  const { format, load, app, autoUpdater, onQuitting } = options
  let loaded: ElectronUpdaterModule | null = null
  let forgetFailure = (): void => undefined

  const prepare = async (): Promise<ElectronUpdaterModule> => {
    loaded ??= await load()
    const { autoUpdater: updater } = loaded
    // It logs addresses and paths; what went wrong is in the errors that it rejects with.
    updater.logger = null
    updater.autoDownload = false
    updater.autoInstallOnAppQuit = installsOnQuit(format)
    return loaded
  }

  return {
    check: async () => {
      const { autoUpdater: updater } = await prepare()
      const found = await updater.checkForUpdates()
      return found?.isUpdateAvailable === true ? found.updateInfo.version : null
    },

    download: async ({ signal, onProgress }) => {
      const { autoUpdater: updater, CancellationToken } = await prepare()
      const token = new CancellationToken()
      const cancel = (): void => token.cancel()
      const tell = ({ percent }: { readonly percent: number }): void => onProgress(percent)
      signal.addEventListener('abort', cancel)
      updater.on('download-progress', tell)
      try {
        await updater.downloadUpdate(token)
      } finally {
        updater.off('download-progress', tell)
        signal.removeEventListener('abort', cancel)
      }
    },

    install: (onFailed) => {
      if (!loaded) throw new Error('nothing was downloaded')
      const { autoUpdater: updater } = loaded
      autoUpdater().once('before-quit-for-update', onQuitting)
      // The new AppImage starts while this one still ends, and would take it for the instance that runs.
      if (format === 'AppImage') app.releaseSingleInstanceLock()
      const fail = (cause: Error): void => {
        if (format === 'AppImage') app.requestSingleInstanceLock()
        onFailed(cause)
      }
      // An earlier try may have come to nothing without an error.
      forgetFailure()
      forgetFailure = () => void updater.off('error', fail)
      updater.once('error', fail)
      updater.quitAndInstall(true, true)
    },
  }
}
