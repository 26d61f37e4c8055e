import { join } from 'node:path'
import { isFresh } from './freshness.ts'
import { root } from './paths.ts'
import { runCommand } from './run.ts'

/** The page is what a build writes last. */
const builtPage = join(root, 'out/renderer/index.html')
/** Everything the desktop app is made of, the server that it embeds included. */
const sources = ['src/**/*', 'signaling-server/src/**/*', '*vite*.ts', 'package-lock.json']

/** Builds the desktop app if it is missing or older than its sources; what the build says goes to stderr. */
export const ensureDesktopApp = async (): Promise<void> => {
  if (await isFresh(builtPage, sources)) return
  const stdio = ['ignore', process.stderr, process.stderr] as const
  const exitCode = await runCommand('electron-vite', ['build'], { stdio: [...stdio] })
  if (exitCode !== 0) throw new Error('the desktop app could not be built')
}
