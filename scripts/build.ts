import { existsSync } from 'node:fs'
import { desktopMain } from './lib/paths.ts'
import { runCommand } from './lib/run.ts'

/** `npm run build`: the web edition in dist/web, the desktop app in out. */
const webExitCode = await runCommand('vite', ['build'])
const desktopExitCode =
  webExitCode === 0 && existsSync(desktopMain) ? await runCommand('electron-vite', ['build']) : 0
process.exitCode = webExitCode || desktopExitCode
