import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.ts'

/** Exit code of a process, once it has ended; 1 if a signal ended it. */
export const exitOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      resolve(code ?? 1)
    })
  })

interface PackageManifest {
  readonly bin: string | Readonly<Record<string, string>>
}

/**
 * The script behind a command of an installed package. Started with this very Node it needs no shell, and so works
 * alike on Windows, where node_modules/.bin holds batch files.
 */
export const commandScript = (packageName: string, command = packageName): string => {
  const folder = join(root, 'node_modules', packageName)
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageManifest
  const script = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[command]
  if (script === undefined) throw new Error(`${packageName} has no command ${command}`)
  return join(folder, script)
}

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly stdio?: StdioOptions
}

/** Starts a script under this Node, in the repository's root. */
export const startNode = (
  args: readonly string[],
  { env, stdio = 'inherit' }: RunOptions = {},
): ChildProcess => spawn(process.execPath, args, { cwd: root, stdio, env: { ...process.env, ...env } })

/** Runs an installed package's command to its end; resolves to its exit code. */
export const runCommand = (
  packageName: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<number> => exitOf(startNode([commandScript(packageName), ...args], options))
