import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import {
  createLogger,
  createServer,
  MemoryStore,
  parseConfig,
  Registry,
  systemClock,
} from '../../../signaling-server/src/index.ts'
import type { LogSink } from '../log/log.ts'
import type { RunningServer } from './network-server.ts'

export interface EmbeddedServerOptions {
  /** 0 takes any that is free. */
  readonly port: number
  /** Folder of the built web edition; where it is missing, browsers are told so. */
  readonly webRoot: string
  /** Origins besides the app's own whose pages may connect. */
  readonly allowedOrigins: readonly string[]
  readonly logSink: LogSink
}

/** Starts the signaling server in this process, for everybody on the local network. Rejects if the port is taken. */
export const startEmbeddedServer = async (options: EmbeddedServerOptions): Promise<RunningServer> => {
  const { port, webRoot, allowedOrigins, logSink } = options
  const config = parseConfig(
    {
      PORT: String(port),
      HOST: '0.0.0.0',
      ...(existsSync(join(webRoot, 'index.html')) && { WEB_ROOT: webRoot }),
      ALLOWED_ORIGINS: allowedOrigins.join(','),
      // Its one session is over when it is closed: there is nobody to wait for.
      DRAIN_GRACE_SECONDS: '0',
    },
    { cores: availableParallelism() },
  )
  if (!config.ok) throw new Error(`${config.error.variable} ${config.error.reason}`)
  const server = createServer({
    config: config.value,
    log: createLogger(config.value.logLevel, logSink),
    clock: systemClock,
    random: randomBytes,
    store: new MemoryStore(),
    registry: new Registry(),
  })
  try {
    const { port: bound } = await server.listen()
    return { port: bound, close: () => server.close() }
  } catch (cause) {
    await server.close()
    throw cause
  }
}
