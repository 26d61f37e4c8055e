import { readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { expect, it } from 'vitest'
import { TLS_CHECK_MS } from '../src/tls.ts'
import { connect, someHost } from './support/app.ts'
import { createCertificateFiles } from './support/certificate.ts'
import { valueOf } from './support/rooms.ts'
import { startServer } from './support/server.ts'

/** A server that does TLS itself, with real certificates. */

const start = async () => {
  const files = createCertificateFiles()
  const { certFile, keyFile } = files
  return { files, ...(await startServer({ TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile })) }
}

/** SHA-256 of the certificate that a new connection is shown. */
const shownBy = (url: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const socket: TLSSocket = connectTls(
      { host: hostname, port: Number(port), rejectUnauthorized: false },
      () => {
        resolve(socket.getPeerX509Certificate()?.fingerprint256 ?? '')
        socket.destroy()
      },
    )
    socket.once('error', reject)
  })

it('serves apps and pages to those who trust its certificate', async () => {
  const { url, files } = await start()
  const ca = files.cert()
  const headers = await new Promise((resolve, reject) => {
    request(`${url}/healthz`, { ca, agent: false }, (answer) => {
      answer.resume()
      resolve([answer.statusCode, answer.headers['strict-transport-security']])
    })
      .once('error', reject)
      .end()
  })
  expect(headers).toEqual([200, 'max-age=15552000'])

  const host = await connect(url, { ca })
  const { room } = valueOf(await host.request('session:create', someHost))
  const viewer = await connect(url, { ca })
  valueOf(await viewer.request('code:claim', { room }))
  await host.next('viewer:claimed')
})

it('says nothing to those who do not speak TLS', async () => {
  const { url } = await start()
  await expect(fetch(`${url.replace('https', 'http')}/healthz`)).rejects.toThrow()
})

it('shows a renewed certificate to new connections, and keeps those that are open', async () => {
  const { url, files, clock, log } = await start()
  const app = await connect(url, { ca: files.cert() })
  const first = files.fingerprint()
  files.renew()
  expect(await shownBy(url)).toBe(first)
  clock.advance(TLS_CHECK_MS)
  expect(await shownBy(url)).toBe(files.fingerprint())
  expect(await shownBy(url)).not.toBe(first)
  valueOf(await app.request('session:create', someHost))

  clock.advance(10 * TLS_CHECK_MS)
  expect(log().match(/certificate renewed/g)).toHaveLength(1)
})

it('stays with what it has while the files do not fit together, says so once, and goes on when they do', async () => {
  const { url, files, clock, log } = await start()
  const first = files.fingerprint()
  const oldKey = readFileSync(files.keyFile, 'utf8')
  files.renew()
  const newKey = readFileSync(files.keyFile, 'utf8')
  writeFileSync(files.keyFile, oldKey)
  clock.advance(3 * TLS_CHECK_MS)
  expect(await shownBy(url)).toBe(first)
  expect(log().match(/certificate cannot be renewed/g)).toHaveLength(1)
  expect(log()).not.toContain('PRIVATE')

  writeFileSync(files.keyFile, newKey)
  clock.advance(TLS_CHECK_MS)
  expect(await shownBy(url)).toBe(files.fingerprint())
})
