import { readFileSync } from 'node:fs'
import { createSecureContext, type Server } from 'node:tls'
import type { Clock } from '../../src/shared/clock.ts'
import { err, ok, type Result } from '../../src/shared/result.ts'
import type { ConfigError, TlsFiles } from './config.ts'
import type { Logger } from './log.ts'
import { repeat } from './repeat.ts'

/** What the two files hold. */
export interface TlsIdentity {
  readonly cert: string
  readonly key: string
}

/** How often the files are looked at: certificates are renewed days before they expire. */
export const TLS_CHECK_MS = 60_000

const read = (variable: string, path: string): Result<string, ConfigError> => {
  try {
    return ok(readFileSync(path, 'utf8'))
  } catch {
    return err({ variable, reason: 'must name a file that can be read' })
  }
}

/** Reads certificate and key, and checks that they belong together. */
export const readTlsIdentity = ({ certFile, keyFile }: TlsFiles): Result<TlsIdentity, ConfigError> => {
  const cert = read('TLS_CERT_FILE', certFile)
  if (!cert.ok) return cert
  const key = read('TLS_KEY_FILE', keyFile)
  if (!key.ok) return key
  const identity = { cert: cert.value, key: key.value }
  try {
    createSecureContext(identity)
    return ok(identity)
  } catch {
    // What OpenSSL says of it may quote the file.
    return err({
      variable: 'TLS_KEY_FILE',
      reason: 'must hold the key of the certificate in TLS_CERT_FILE, both PEM',
    })
  }
}

export interface TlsWatchOptions {
  readonly files: TlsFiles
  /** What the server began with. */
  readonly identity: TlsIdentity
  readonly server: Pick<Server, 'setSecureContext'>
  readonly clock: Clock
  readonly log: Logger
}

/**
 * Gives the server each new certificate that takes the place of the old one, without a restart: connections to come use
 * it, those that are open stay. Files that do not fit together, as halfway through a renewal, leave it with what it has.
 * By looking at them now and then: what replaces files by links, as Certbot and Kubernetes do, escapes watchers.
 * @returns what ends it
 */
export const watchTlsFiles = ({ files, identity, server, clock, log }: TlsWatchOptions): (() => void) => {
  let current = identity
  let isFine = true
  return repeat(clock, TLS_CHECK_MS, () => {
    const next = readTlsIdentity(files)
    if (!next.ok) {
      if (isFine) log.error({ variable: next.error.variable }, 'certificate cannot be renewed')
      isFine = false
      return
    }
    isFine = true
    if (next.value.cert === current.cert && next.value.key === current.key) return
    current = next.value
    server.setSecureContext(current)
    log.info('certificate renewed')
  })
}
