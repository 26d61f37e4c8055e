import { existsSync } from 'node:fs'
import { glob, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { root, webRoot } from './paths.ts'
import { runCommand } from './run.ts'

/** Everything the web edition is made of. */
const sources = ['src/{renderer,shared}/**/*', 'vite*.ts', 'scripts/vite/*.ts', 'package-lock.json']
const isTest = (path: string): boolean => path.endsWith('.test.ts')

/** Time of the newest source, milliseconds since the epoch. */
const newestSourceMs = async (): Promise<number> => {
  let newest = 0
  for await (const path of glob(sources, { cwd: root, exclude: isTest })) {
    newest = Math.max(newest, (await stat(join(root, path))).mtimeMs)
  }
  return newest
}

const isBuilt = async (): Promise<boolean> => {
  const page = join(webRoot, 'index.html')
  return existsSync(page) && (await stat(page)).mtimeMs >= (await newestSourceMs())
}

/** Builds the web edition if it is missing or older than its sources; what the build says goes to stderr. */
export const ensureWebEdition = async (): Promise<void> => {
  if (await isBuilt()) return
  const exitCode = await runCommand('vite', ['build'], { stdio: ['ignore', process.stderr, process.stderr] })
  if (exitCode !== 0) throw new Error('the web edition could not be built')
}
