import * as v from 'valibot'
import { err, ok, type Result } from '../../src/shared/result.ts'
import type { TrustProxy } from './client-address.ts'
import { integer, optionalText, origins, proxies, refused, urls } from './config-values.ts'
import type { Limits } from './rate-limit.ts'
import type { TurnServers } from './turn-credentials.ts'

/** Where certificate chain and private key lie, both PEM. */
export interface TlsFiles {
  readonly certFile: string
  readonly keyFile: string
}

export interface Config {
  readonly host: string
  readonly port: number
  /** Folder of the built web edition; null serves none. */
  readonly webRoot: string | null
  /** Null for plain HTTP, behind a proxy or on the machine itself. */
  readonly tls: TlsFiles | null
  readonly allowedOrigins: readonly string[]
  readonly trustProxy: TrustProxy
  readonly stunUrls: readonly string[]
  readonly turn: TurnServers | null
  readonly turnTtlSeconds: number
  /** How often the TURN servers are looked at; 0 never does. */
  readonly turnCheckMs: number
  readonly maxViewers: number
  readonly maxSessions: number
  readonly codeTtlMs: number
  readonly resumeGraceMs: number
  readonly drainGraceMs: number
  readonly logLevel: LogLevel
  /** What asks for metrics from elsewhere must show; null keeps them to this machine. */
  readonly metricsToken: string | null
  readonly limits: Limits
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** What the machine is like, as far as defaults depend on it. */
export interface Machine {
  readonly cores: number
}

/** One bad variable: enough for one clear line, and never the value, which may be a secret. */
export interface ConfigError {
  readonly variable: string
  readonly reason: string
}

/** The desktop app's pages; no website can have this origin. */
const DESKTOP_ORIGIN = 'app://beckon'
/** The mesh costs a host one encoder per viewer; the server stands in for the host's size, which it cannot know. */
const maxViewersOn = ({ cores }: Machine): number => (cores <= 2 ? 4 : 6)

const environmentSchema = (machine: Machine) =>
  v.object({
    PORT: integer(0, 65_535, 7300),
    HOST: v.optional(v.string(), '127.0.0.1'),
    WEB_ROOT: optionalText,
    TLS_CERT_FILE: optionalText,
    TLS_KEY_FILE: optionalText,
    ALLOWED_ORIGINS: origins,
    TRUST_PROXY: proxies,
    STUN_URLS: urls(/^stuns?:[^\s/]+$/, 'must be stun: or stuns: addresses, separated by commas'),
    TURN_URLS: urls(/^turns?:[^\s/]+$/, 'must be turn: or turns: addresses, separated by commas'),
    TURN_SECRET: optionalText,
    METRICS_TOKEN: optionalText,
    // Checked when a relay is opened, which apps do seconds after they have asked: a long life would help thieves alone.
    TURN_TTL_SECONDS: integer(60, 86_400, 600),
    TURN_CHECK_SECONDS: integer(0, 86_400, 60),
    MAX_VIEWERS: integer(1, 50, maxViewersOn(machine)),
    MAX_SESSIONS: integer(1, 1_000_000, 10_000),
    CODE_TTL_SECONDS: integer(10, 86_400, 600),
    RESUME_GRACE_SECONDS: integer(1, 3600, 300),
    DRAIN_GRACE_SECONDS: integer(0, 300, 3),
    LOG_LEVEL: v.optional(v.picklist(logLevels, `must be one of ${logLevels.join(', ')}`), 'info'),
    REDIS_URL: refused('is not supported by this release: sessions live in this one process; unset it'),
    LIMIT_SOCKETS_PER_MINUTE: integer(1, 1_000_000, 300),
    LIMIT_OPEN_SOCKETS: integer(1, 1_000_000, 500),
    LIMIT_OPEN_SOCKETS_TOTAL: integer(1, 1_000_000, 50_000),
    LIMIT_CREATES_PER_10_MINUTES: integer(1, 1_000_000, 200),
    LIMIT_FAILED_CLAIMS_PER_10_MINUTES: integer(1, 1_000_000, 20),
    LIMIT_CLAIMS_PER_ROOM_PER_MINUTE: integer(1, 1_000_000, 20),
    LIMIT_UNPROVED_CLAIMS_PER_SECOND: integer(1, 1_000_000, 5),
    LIMIT_ICE_REQUESTS_PER_10_MINUTES: integer(1, 1_000_000, 600),
    LIMIT_REQUESTS_PER_SECOND: integer(1, 100_000, 5),
    LIMIT_SIGNALS_PER_SECOND: integer(1, 100_000, 60),
    // Eight times as much goes at once, which must be enough for the longest signal.
    LIMIT_SIGNAL_BYTES_PER_SECOND: integer(8192, 1_000_000_000, 256 * 1024),
  })

/** Reads the configuration from environment variables; an empty variable counts as unset. */
export const parseConfig = (
  environment: Readonly<Record<string, string | undefined>>,
  machine: Machine,
): Result<Config, ConfigError> => {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = v.safeParse(environmentSchema(machine), set, { abortEarly: true })
  if (!parsed.success) {
    const [issue] = parsed.issues
    return err({ variable: String(issue.path?.[0]?.key), reason: issue.message })
  }
  const values = parsed.output
  if (values.TURN_URLS.length > 0 && values.TURN_SECRET === undefined)
    return err({ variable: 'TURN_SECRET', reason: 'is needed as soon as TURN_URLS is set' })
  if (values.TURN_URLS.length === 0 && values.TURN_SECRET !== undefined)
    return err({ variable: 'TURN_URLS', reason: 'is needed as soon as TURN_SECRET is set' })
  const { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile } = values
  if (certFile !== undefined && keyFile === undefined)
    return err({ variable: 'TLS_KEY_FILE', reason: 'is needed as soon as TLS_CERT_FILE is set' })
  if (certFile === undefined && keyFile !== undefined)
    return err({ variable: 'TLS_CERT_FILE', reason: 'is needed as soon as TLS_KEY_FILE is set' })
  return ok({
    host: values.HOST,
    port: values.PORT,
    webRoot: values.WEB_ROOT ?? null,
    tls: certFile === undefined || keyFile === undefined ? null : { certFile, keyFile },
    allowedOrigins: [DESKTOP_ORIGIN, ...values.ALLOWED_ORIGINS],
    trustProxy: values.TRUST_PROXY,
    stunUrls: values.STUN_URLS,
    turn: values.TURN_SECRET === undefined ? null : { urls: values.TURN_URLS, secret: values.TURN_SECRET },
    turnTtlSeconds: values.TURN_TTL_SECONDS,
    turnCheckMs: values.TURN_CHECK_SECONDS * 1000,
    maxViewers: values.MAX_VIEWERS,
    maxSessions: values.MAX_SESSIONS,
    codeTtlMs: values.CODE_TTL_SECONDS * 1000,
    resumeGraceMs: values.RESUME_GRACE_SECONDS * 1000,
    drainGraceMs: values.DRAIN_GRACE_SECONDS * 1000,
    logLevel: values.LOG_LEVEL,
    metricsToken: values.METRICS_TOKEN ?? null,
    limits: {
      socketsPerMinute: values.LIMIT_SOCKETS_PER_MINUTE,
      openSockets: values.LIMIT_OPEN_SOCKETS,
      openSocketsTotal: values.LIMIT_OPEN_SOCKETS_TOTAL,
      createsPer10Minutes: values.LIMIT_CREATES_PER_10_MINUTES,
      failedClaimsPer10Minutes: values.LIMIT_FAILED_CLAIMS_PER_10_MINUTES,
      claimsPerRoomPerMinute: values.LIMIT_CLAIMS_PER_ROOM_PER_MINUTE,
      unprovedClaimsPerSecond: values.LIMIT_UNPROVED_CLAIMS_PER_SECOND,
      iceRequestsPer10Minutes: values.LIMIT_ICE_REQUESTS_PER_10_MINUTES,
      requestsPerSecond: values.LIMIT_REQUESTS_PER_SECOND,
      signalsPerSecond: values.LIMIT_SIGNALS_PER_SECOND,
      signalBytesPerSecond: values.LIMIT_SIGNAL_BYTES_PER_SECOND,
    },
  })
}
