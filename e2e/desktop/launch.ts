import type { BackendName, Desktop, LaunchOptions } from './desktop.ts'
import { isElectronInstalled, launchElectron } from './electron/backend.ts'
import { launchStandIn } from './stand-in/backend.ts'

/** Electron where its binary is installed, the stand-in otherwise. */
export const backendName: BackendName = isElectronInstalled() ? 'electron' : 'stand-in'

export const launchDesktop = (options: LaunchOptions): Promise<Desktop> =>
  backendName === 'electron' ? launchElectron(options) : launchStandIn(options)
