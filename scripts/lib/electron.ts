import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.ts'
import { commandScript, exitOf, startNode } from './run.ts'

/** Whether Electron's binary is here. Its package comes without; `install-electron` fetches it once. */
export const ensureElectron = async (): Promise<boolean> => {
  if (existsSync(join(root, 'node_modules/electron/path.txt'))) return true
  const installer = startNode([commandScript('electron', 'install-electron')], { stdio: 'ignore' })
  return (await exitOf(installer)) === 0
}
