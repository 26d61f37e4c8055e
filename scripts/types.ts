import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import ts from 'typescript'
import { root } from './lib/paths.ts'
import { runCommand } from './lib/run.ts'

/** `npm run types`: type-checks each project that the root tsconfig.json refers to. */
interface SolutionConfig {
  readonly references: readonly { readonly path: string }[]
}

const readConfig = (path: string): unknown => ts.readConfigFile(path, (file) => ts.sys.readFile(file)).config

/** A folder whose code is still to come has nothing to check; the compiler would call that an error. */
const hasSources = (project: string): boolean => {
  const config = readConfig(join(project, 'tsconfig.json'))
  return ts.parseJsonConfigFileContent(config, ts.sys, project).fileNames.length > 0
}

const solution = readConfig(join(root, 'tsconfig.json')) as SolutionConfig
const queue = solution.references.map(({ path }) => join(root, path)).filter(hasSources)

const checkNext = async (): Promise<boolean> => {
  const project = queue.shift()
  if (project === undefined) return true
  const exitCode = await runCommand('vue-tsc', ['--project', project])
  return (await checkNext()) && exitCode === 0
}

const lanes = Array.from({ length: Math.min(2, availableParallelism()) }, checkNext)
const allClean = (await Promise.all(lanes)).every(Boolean)
if (!allClean) process.exitCode = 1
