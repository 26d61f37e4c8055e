import { ensureElectron } from './lib/electron.ts'
import { runCommand } from './lib/run.ts'

/**
 * `npm run test:electron`: the desktop app's end-to-end tests in Electron itself, never in the stand-in. Those that share a
 * screen need an X display to look at, and on macOS a permission that nobody can click: they run on Linux alone.
 */
const leftOut = process.platform === 'linux' ? [] : ['--grep-invert', '@screen']
if (await ensureElectron()) {
  process.exitCode = await runCommand('playwright', ['test', 'e2e/desktop/[^/]+\\.spec\\.ts', ...leftOut])
} else {
  console.error('Electron is not to be had here.')
  process.exitCode = 1
}
