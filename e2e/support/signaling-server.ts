import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { root, serverMain, webRoot } from '../../scripts/lib/paths.ts'

/** Settings of the server, as environment variables. */
export type ServerSettings = Readonly<Record<string, string>>

/** A real signaling server with the web edition, in a process of its own. */
export interface SignalingServer {
  /** For example `http://127.0.0.1:40123`, without a trailing slash. */
  readonly url: string
  readonly port: number
  /** Every line it has logged so far. */
  readonly log: readonly string[]
  /** Sends a signal to its process. */
  signal(name: NodeJS.Signals): void
  /** Asks it to end (SIGTERM) and waits until it has. */
  stop(): Promise<void>
}

/** The fields used of a line of the log. */
interface LogLine {
  readonly msg?: string
  readonly port?: number
}

const parseLine = (line: string): LogLine => {
  try {
    return JSON.parse(line) as LogLine
  } catch {
    throw new Error(`the server's output is not a line of JSON: ${line}`)
  }
}

/** Resolves to the port once the server listens. */
const listening = (
  server: ChildProcess,
  log: readonly string[],
  lines: NodeJS.EventEmitter,
): Promise<number> =>
  new Promise((resolve, reject) => {
    lines.on('line', (line: string) => {
      const { msg, port } = parseLine(line)
      if (msg === 'listening' && port !== undefined) resolve(port)
    })
    server.once('error', reject)
    server.once('exit', (code) => {
      reject(new Error(`the server ended with ${String(code)}:\n${log.join('\n')}`))
    })
  })

/**
 * Starts the server on a free port, or on the one in `settings`.
 * @param nodeFlags of the Node process it runs in
 */
export const startSignalingServer = async (
  settings: ServerSettings = {},
  nodeFlags: readonly string[] = [],
): Promise<SignalingServer> => {
  const server = spawn(process.execPath, [...nodeFlags, serverMain], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', WEB_ROOT: webRoot, ...settings },
  })
  const log: string[] = []
  const lines = createInterface({ input: server.stdout })
  lines.on('line', (line) => log.push(line))
  const port = await listening(server, log, lines)

  return {
    url: `http://127.0.0.1:${String(port)}`,
    port,
    log,
    signal: (name) => void server.kill(name),
    async stop() {
      if (server.exitCode !== null || server.signalCode !== null) return
      const ended = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGTERM')
      await ended
    },
  }
}
