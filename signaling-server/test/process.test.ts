import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openSession } from './support/app.ts'
import { createCertificateFiles } from './support/certificate.ts'

const main = join(import.meta.dirname, '../src/main.ts')

const start = (environment: Record<string, string>) => {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH ?? '', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

const exitOf = async (child: ChildProcess): Promise<unknown[]> => once(child, 'exit')

/** Where the process listens, once it says so. */
const listening = async (child: ReturnType<typeof start>): Promise<string> => {
  for await (const line of createInterface(child.stdout)) {
    const entry = JSON.parse(line) as { msg: string; host: string; port: number }
    if (entry.msg === 'listening') return `http://${entry.host}:${entry.port}`
  }
  throw new Error('the process ended before it listened')
}

describe('the server as a process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('drains on %s and exits with 0', async (signal) => {
    const child = start({ DRAIN_GRACE_SECONDS: '1' })
    const url = await listening(child)
    expect(new URL(url).hostname).toBe('127.0.0.1')
    const { app } = await openSession(url)
    const exit = exitOf(child)
    const cut = app.closed()
    child.kill(signal)
    await app.next('server:draining')
    await cut
    expect(await exit).toEqual([0, null])
  })

  it('offers metrics of the process itself', async () => {
    const url = await listening(start({}))
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('process_resident_memory_bytes')
  })

  it.each([
    [{ PORT: 'eighty' }, 'PORT must be a whole number from 0 to 65535\n'],
    [{ WEB_ROOT: '/nowhere' }, 'WEB_ROOT must be the folder of the built web edition, with its index.html\n'],
    [
      { REDIS_URL: 'redis://127.0.0.1' },
      'REDIS_URL is not supported by this release: sessions live in this one process; unset it\n',
    ],
  ])('says in one line what is wrong with %o, and exits with 2', async (environment, line) => {
    const child = start(environment)
    const [stderr, exit] = await Promise.all([text(child.stderr), exitOf(child)])
    expect(stderr).toBe(line)
    expect(exit).toEqual([2, null])
  })

  it('says which file it lacks for TLS, and does not start without', async () => {
    const { certFile, keyFile } = createCertificateFiles()
    const other = createCertificateFiles()
    for (const [environment, line] of [
      [
        { TLS_CERT_FILE: '/nowhere.pem', TLS_KEY_FILE: keyFile },
        'TLS_CERT_FILE must name a file that can be read\n',
      ],
      [
        { TLS_CERT_FILE: certFile, TLS_KEY_FILE: other.keyFile },
        'TLS_KEY_FILE must hold the key of the certificate in TLS_CERT_FILE, both PEM\n',
      ],
    ] as const) {
      const child = start(environment)
      const [stderr, exit] = await Promise.all([text(child.stderr), exitOf(child)])
      expect(stderr).toBe(line)
      expect(exit).toEqual([2, null])
    }
  })

  it('exits with 1 when the port is taken', async () => {
    const { port } = new URL(await listening(start({})))
    const child = start({ PORT: port })
    const [stdout, exit] = await Promise.all([text(child.stdout), exitOf(child)])
    expect(stdout).toContain('EADDRINUSE')
    expect(exit).toEqual([1, null])
  })
})
