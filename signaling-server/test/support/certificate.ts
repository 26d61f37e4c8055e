import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export interface CertificateFiles {
  readonly certFile: string
  readonly keyFile: string
  /** Makes another key and a certificate for it, in place of those that the files hold. */
  renew(): void
  readonly cert: () => string
  /** SHA-256 of the certificate that the files hold now. */
  readonly fingerprint: () => string
}

/** A certificate for 127.0.0.1, signed by itself, with its key, in files that are gone when the test ends. */
export const createCertificateFiles = (): CertificateFiles => {
  const folder = mkdtempSync(join(tmpdir(), 'beckon-tls-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const certFile = join(folder, 'cert.pem')
  const keyFile = join(folder, 'key.pem')
  const renew = (): void => {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', keyFile]
    const name = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
    execFileSync('openssl', ['req', '-x509', '-days', '2', ...key, ...name, '-out', certFile], {
      stdio: 'ignore',
    })
  }
  renew()
  const cert = (): string => readFileSync(certFile, 'utf8')
  return { certFile, keyFile, renew, cert, fingerprint: () => new X509Certificate(cert()).fingerprint256 }
}
