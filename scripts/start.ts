import { existsSync } from 'node:fs'
import { ensureElectron } from './lib/electron.ts'
import { desktopMain } from './lib/paths.ts'
import { runCommand } from './lib/run.ts'

/** `npm start`: the desktop app; where it cannot run, the web edition in its place. */
if (existsSync(desktopMain) && (await ensureElectron())) {
  process.exitCode = await runCommand('electron-vite', ['preview'])
} else {
  console.error('Electron is not to be had here: starting the web edition instead, see the port below.')
  await import('./serve.ts')
}
