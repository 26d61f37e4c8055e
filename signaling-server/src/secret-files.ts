import { readFileSync } from 'node:fs'
import { err, ok, type Result } from '../../src/shared/result.ts'
import type { ConfigError } from './config.ts'

/** Secrets that may stand in files, so that neither the environment nor a list of processes shows them. */
const secrets = ['TURN_SECRET', 'METRICS_TOKEN']

type Environment = Readonly<Record<string, string | undefined>>

/** Puts each secret in place of the `<NAME>_FILE` that names its file; an empty variable counts as unset. */
export const readSecretFiles = (environment: Environment): Result<Environment, ConfigError> => {
  const read: Record<string, string | undefined> = { ...environment }
  for (const name of secrets) {
    const variable = `${name}_FILE`
    const path = environment[variable]
    if (!path) continue
    if (environment[name]) return err({ variable, reason: `cannot be set together with ${name}` })
    try {
      read[name] = readFileSync(path, 'utf8').trim()
    } catch {
      return err({ variable, reason: 'must name a file that can be read' })
    }
    if (read[name] === '') return err({ variable, reason: 'names a file that is empty' })
  }
  return ok(read)
}
