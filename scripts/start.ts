import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { desktopMain, root } from './lib/paths.ts'
import { commandScript, exitOf, runCommand, startNode } from './lib/run.ts'

/** Electron's package comes without its binary; `install-electron` fetches it once. */
const hasElectron = async (): Promise<boolean> => {
  if (existsSync(join(root, 'node_modules/electron/path.txt'))) return true
  const installer = startNode([commandScript('electron', 'install-electron')], { stdio: 'ignore' })
  return (await exitOf(installer)) === 0
}

/** `npm start`: the desktop app; where it cannot run, the web edition in its place. */
if (existsSync(desktopMain) && (await hasElectron())) {
  process.exitCode = await runCommand('electron-vite', ['preview'])
} else {
  console.error('Electron is not to be had here: starting the web edition instead, see the port below.')
  await import('./serve.ts')
}
