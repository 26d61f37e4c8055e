import { ensureElectron } from './lib/electron.ts'
import { runCommand } from './lib/run.ts'

/** `npm run test:electron`: the desktop app's end-to-end tests in Electron itself, never in the stand-in. */
if (await ensureElectron()) {
  process.exitCode = await runCommand('playwright', ['test', 'e2e/desktop/[^/]+\\.spec\\.ts'])
} else {
  console.error('Electron is not to be had here.')
  process.exitCode = 1
}
