import { existsSync } from 'node:fs'
import { glob, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './paths.ts'

const isTest = (path: string): boolean => path.endsWith('.test.ts')

/** Whether a built file is there and as new as everything it is made of. */
export const isFresh = async (builtFile: string, sources: readonly string[]): Promise<boolean> => {
  if (!existsSync(builtFile)) return false
  const { mtimeMs: builtMs } = await stat(builtFile)
  for await (const path of glob(sources, { cwd: root, exclude: isTest })) {
    if ((await stat(join(root, path))).mtimeMs > builtMs) return false
  }
  return true
}
