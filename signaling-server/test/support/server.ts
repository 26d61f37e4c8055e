import { randomBytes } from 'node:crypto'
import { Registry } from 'prom-client'
import { onTestFinished } from 'vitest'
import {
  createLogger,
  createServer,
  MemoryStore,
  parseConfig,
  type ServerDeps,
  type SignalingServer,
} from '../../src/index.ts'
import { FakeClock } from './fake-clock.ts'

export interface TestServer {
  readonly url: string
  readonly clock: FakeClock
  /** Everything that has been logged, one JSON line after the other. */
  readonly log: () => string
  readonly server: SignalingServer
}

/** A real server on a port of its own, whose time stands still until the test moves it. Closed when the test ends. */
export const startServer = async (
  environment: Record<string, string> = {},
  { beatMs = 0, startMs }: Pick<ServerDeps, 'beatMs'> & { readonly startMs?: number } = {},
): Promise<TestServer> => {
  const config = parseConfig(
    { PORT: '0', LOG_LEVEL: 'trace', DRAIN_GRACE_SECONDS: '0', ...environment },
    { cores: 8 },
  )
  if (!config.ok) throw new Error(`${config.error.variable} ${config.error.reason}`)
  const lines: string[] = []
  const clock = new FakeClock(startMs)
  const server = createServer({
    config: config.value,
    log: createLogger(config.value.logLevel, { write: (line) => void lines.push(line) }),
    clock,
    random: randomBytes,
    store: new MemoryStore(),
    registry: new Registry(),
    lookAtTurn: () => Promise.resolve({ kind: 'ok', latencyMs: 1 }),
    stopwatch: clock,
    beatMs,
  })
  const { host, port } = await server.listen()
  onTestFinished(async () => {
    const closed = server.close()
    clock.advance(config.value.drainGraceMs)
    await closed
  })
  const scheme = config.value.tls ? 'https' : 'http'
  return { url: `${scheme}://${host}:${port}`, clock, log: () => lines.join(''), server }
}
