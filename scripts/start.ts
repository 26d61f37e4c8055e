import { existsSync } from 'node:fs'
import { ensureElectron, mustLeaveSandbox } from './lib/electron.ts'
import { desktopMain } from './lib/paths.ts'
import { runCommand } from './lib/run.ts'
import { ensureWebEdition } from './lib/web-edition.ts'

/** `npm start`: the desktop app; where it cannot run, the web edition in its place. */
if (existsSync(desktopMain) && (await ensureElectron())) {
  // What the server inside the app hands to browsers on the network.
  await ensureWebEdition()
  const withoutSandbox = mustLeaveSandbox(process)
  if (withoutSandbox) console.error('Started as root, where Electron has no sandbox: adding --no-sandbox.')
  process.exitCode = await runCommand('electron-vite', [
    'preview',
    ...(withoutSandbox ? ['--noSandbox'] : []),
  ])
} else {
  console.error('Electron is not to be had here: starting the web edition instead, see the port below.')
  await import('./serve.ts')
}
