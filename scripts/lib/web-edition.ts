import { join } from 'node:path'
import { isFresh } from './freshness.ts'
import { webRoot } from './paths.ts'
import { runCommand } from './run.ts'

/** Everything the web edition is made of. */
const sources = ['src/{renderer,shared}/**/*', 'vite*.ts', 'scripts/vite/*.ts', 'package-lock.json']

/** Builds the web edition if it is missing or older than its sources; what the build says goes to stderr. */
export const ensureWebEdition = async (): Promise<void> => {
  if (await isFresh(join(webRoot, 'index.html'), sources)) return
  const exitCode = await runCommand('vite', ['build'], { stdio: ['ignore', process.stderr, process.stderr] })
  if (exitCode !== 0) throw new Error('the web edition could not be built')
}
