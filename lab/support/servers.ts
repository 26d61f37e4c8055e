import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Coturn, startCoturn } from '../../deploy/coturn/local.ts'
import { programPath } from '../../e2e/support/programs.ts'
import { serverMain, webRoot } from '../../scripts/lib/paths.ts'
import type { Namespace } from './namespace.ts'
import { servers } from './network.ts'

const SECRET = 'laboratory'
const BEHIND = 7300
/** Where coturn answers, so that homes can compare what their router makes of a port. */
const STUN_PORTS = [3478, 3479] as const

/** Where people open Beckon. */
export const origin = `https://${servers.web.name}`

/** By address in either family: Chromium looks up names of STUN servers in DNS alone, which there is none of here. */
const relays = [servers.relay.ipv4, `[${servers.relay.ipv6}]`]
const environment = {
  HOST: '127.0.0.1',
  PORT: String(BEHIND),
  WEB_ROOT: webRoot,
  // In front of it stands a proxy that tells no addresses: all the laboratory is one.
  LIMIT_CREATES_PER_10_MINUTES: '10000',
  LIMIT_ICE_REQUESTS_PER_10_MINUTES: '10000',
  LIMIT_SOCKETS_PER_MINUTE: '10000',
  STUN_URLS: relays.flatMap((relay) => STUN_PORTS.map((port) => `stun:${relay}:${String(port)}`)).join(),
  TURN_URLS: relays
    .flatMap((relay) => [
      `turn:${relay}:3478?transport=udp`,
      `turn:${relay}:3478?transport=tcp`,
      `turns:${relay}:443?transport=tcp`,
    ])
    .join(),
  TURN_SECRET: SECRET,
  // Names are known to the homes alone.
  TURN_CHECK_SECONDS: '0',
}

/** Starts a program and waits until it has written `lines` lines. */
const start = async (
  net: Namespace,
  args: readonly string[],
  lines: number,
  env: NodeJS.ProcessEnv = {},
): Promise<ChildProcess> => {
  const [enter = '', ...before] = net.enter
  const child = spawn(enter, [...before, process.execPath, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  })
  await new Promise<void>((resolve, reject) => {
    let seen = 0
    createInterface({ input: child.stdout }).on('line', () => {
      seen += 1
      if (seen === lines) resolve()
    })
    child.once('exit', (code) => {
      reject(new Error(`${args.join(' ')} ended with ${String(code)}`))
    })
  })
  return child
}

const kill = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}

/** A certificate for both servers that nobody has signed: the browsers here are told to take the one with its key. */
const makeCertificate = (folder: string, name = 'certificate') => {
  const certificateFile = join(folder, `${name}.pem`)
  const keyFile = join(folder, `${name}.key.pem`)
  const names = Object.values(servers).flatMap((server) => [
    `DNS:${server.name}`,
    `IP:${server.ipv4}`,
    `IP:${server.ipv6}`,
  ])
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const what = [
    '-days',
    '2',
    '-subj',
    `/CN=${servers.web.name}`,
    '-addext',
    `subjectAltName=${names.join(',')}`,
  ]
  execFileSync('openssl', [...request, ...what, '-keyout', keyFile, '-out', certificateFile], {
    stdio: 'ignore',
  })
  return { certificateFile, keyFile }
}

/** The public servers: signaling behind TLS, and coturn in the configuration of deploy/. */
export class Servers {
  readonly #net: Namespace
  readonly #folder: string
  readonly #certificate: ReturnType<typeof makeCertificate>
  #front: ChildProcess | null = null
  #signaling: ChildProcess | null = null
  #coturn: Coturn | null = null

  constructor(net: Namespace, folder: string) {
    this.#net = net
    this.#folder = folder
    this.#certificate = makeCertificate(folder)
  }

  /** SHA-256 of the public key that pages and relays have, in Base64. */
  get key(): string {
    const { publicKey } = new X509Certificate(readFileSync(this.#certificate.certificateFile))
    return createHash('sha256')
      .update(publicKey.export({ type: 'spki', format: 'der' }))
      .digest('base64')
  }

  async start(): Promise<void> {
    const { certificateFile, keyFile } = this.#certificate
    const { ipv4, ipv6 } = servers.web
    const front = join(import.meta.dirname, 'tls-front.ts')
    this.#front = await start(this.#net, [front, certificateFile, keyFile, String(BEHIND), ipv4, ipv6], 2)
    await this.startSignaling()
    await this.startRelay()
  }

  async startSignaling(): Promise<void> {
    this.#signaling = await start(this.#net, [serverMain], 1, environment)
  }

  async startRelay(): Promise<void> {
    await this.#startRelay(this.#certificate)
  }

  /** Somebody is in between, with a certificate of their own. */
  async startImpostorRelay(): Promise<void> {
    await this.#startRelay(makeCertificate(this.#folder, 'impostor'))
  }

  async #startRelay(certificate: ReturnType<typeof makeCertificate>): Promise<void> {
    this.#coturn = await startCoturn({
      command: [...this.#net.enter, programPath('turnserver')],
      addresses: [servers.relay.ipv4, servers.relay.ipv6],
      port: STUN_PORTS[0],
      secondPort: STUN_PORTS[1],
      secret: SECRET,
      tls: { port: 443, ...certificate },
    })
  }

  /** As a crash would. */
  async killSignaling(): Promise<void> {
    if (this.#signaling) await kill(this.#signaling)
  }

  async killRelay(): Promise<void> {
    await this.#coturn?.stop('SIGKILL')
    this.#coturn = null
  }

  async stop(): Promise<void> {
    await this.killSignaling()
    await this.killRelay()
    if (this.#front) await kill(this.#front)
  }
}
