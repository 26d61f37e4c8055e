import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { isIPv6 } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface CoturnOptions {
  /** The program, and what comes before it on its command line, if anything. */
  readonly command: readonly string[]
  /** Addresses of this machine to listen on and to relay from. */
  readonly addresses: readonly string[]
  readonly port: number
  /** Another one that answers as well: who asks both can tell what a NAT makes of ports. */
  readonly secondPort?: number
  readonly secret: string
  readonly tls?: { readonly port: number; readonly certificateFile: string; readonly keyFile: string }
  /** Further lines of the configuration, after the hardened ones. */
  readonly exceptions?: readonly string[]
}

export interface Coturn {
  /** What it has written so far. */
  readonly log: readonly string[]
  readonly process: ChildProcess
  /** Ends it, by SIGTERM unless told otherwise, and takes its files away. */
  stop(signal?: NodeJS.Signals): Promise<void>
}

/**
 * What loopback tests need to be let off, and nothing else may have: relaying between processes of this very machine,
 * which the hardened configuration denies.
 */
export const loopbackExceptions = ['allow-loopback-peers', 'allowed-peer-ip=127.0.0.1'] as const

const hardened = join(import.meta.dirname, 'turnserver.conf')
const READY = 'Total General servers'

const configuration = async (folder: string, options: CoturnOptions): Promise<string> => {
  const { addresses, port, secondPort, secret, tls, exceptions = [] } = options
  return [
    await readFile(hardened, 'utf8'),
    'realm=beckon.test',
    ...addresses.flatMap((address) => [`listening-ip=${address}`, `relay-ip=${address}`]),
    `listening-port=${String(port)}`,
    ...(secondPort === undefined
      ? []
      : addresses.map((it) => `aux-server=${isIPv6(it) ? `[${it}]` : it}:${String(secondPort)}`)),
    ...(tls
      ? [`tls-listening-port=${String(tls.port)}`, `cert=${tls.certificateFile}`, `pkey=${tls.keyFile}`]
      : ['no-tls']),
    `pidfile=${join(folder, 'turnserver.pid')}`,
    `userdb=${join(folder, 'turndb')}`,
    `static-auth-secret=${secret}`,
    ...exceptions,
    '',
  ].join('\n')
}

/** Starts coturn with the hardened configuration of this folder; rejects if it ends before it is ready. */
export const startCoturn = async (options: CoturnOptions): Promise<Coturn> => {
  const folder = await mkdtemp(join(tmpdir(), 'beckon-coturn-'))
  const file = join(folder, 'turnserver.conf')
  await writeFile(file, await configuration(folder, options), { mode: 0o600 })
  const [program = 'turnserver', ...before] = options.command
  const child = spawn(program, [...before, '-c', file], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const log: string[] = []
  await new Promise<void>((resolve, reject) => {
    const read = (line: string): void => {
      log.push(line)
      if (line.includes(READY)) resolve()
    }
    createInterface({ input: child.stdout }).on('line', read)
    createInterface({ input: child.stderr }).on('line', read)
    child.once('error', reject)
    child.once('exit', (code) => {
      reject(new Error(`turnserver ended with ${String(code)}:\n${log.slice(-5).join('\n')}`))
    })
  })
  return {
    log,
    process: child,
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}
