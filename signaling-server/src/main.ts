import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { err, type Result } from '../../src/shared/result.ts'
import { parseConfig, type Config, type ConfigError } from './config.ts'
import { createLogger } from './log.ts'
import { readSecretFiles } from './secret-files.ts'
import { createServer } from './server.ts'
import { MemoryStore } from './store/memory.ts'
import { systemClock } from './system-clock.ts'
import { readTlsIdentity } from './tls.ts'

/** The signaling server as a program: configured by its environment, ended by SIGTERM or SIGINT. */

const EXIT_FAILED = 1
const EXIT_MISCONFIGURED = 2

const readConfig = (): Result<Config, ConfigError> => {
  const environment = readSecretFiles(process.env)
  if (!environment.ok) return environment
  const config = parseConfig(environment.value, { cores: availableParallelism() })
  if (config.ok && config.value.webRoot !== null && !existsSync(join(config.value.webRoot, 'index.html')))
    return err({
      variable: 'WEB_ROOT',
      reason: 'must be the folder of the built web edition, with its index.html',
    })
  if (!config.ok || config.value.tls === null) return config
  const identity = readTlsIdentity(config.value.tls)
  return identity.ok ? config : identity
}

const run = async (config: Config): Promise<void> => {
  const log = createLogger(config.logLevel)
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const server = createServer({
    config,
    log,
    clock: systemClock,
    random: randomBytes,
    store: new MemoryStore(),
    registry,
  })
  // Only the first signal drains; the second has its default effect and ends the process at once.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void server.close())
  try {
    await server.listen()
  } catch (error) {
    log.fatal({ err: error }, 'cannot listen')
    process.exitCode = EXIT_FAILED
    await server.close()
  }
}

const config = readConfig()
if (config.ok) {
  await run(config.value)
} else {
  process.stderr.write(`${config.error.variable} ${config.error.reason}\n`)
  process.exitCode = EXIT_MISCONFIGURED
}
