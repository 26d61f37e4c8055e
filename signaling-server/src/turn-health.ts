import type { Clock } from '../../src/shared/clock.ts'
import { repeat } from './repeat.ts'
import type { Family } from './stun/address.ts'
import { StunClient, type StunClientOptions, type StunError } from './stun/client.ts'
import { parseServerUrl } from './stun/url.ts'
import { turnCredentials, type TurnServers } from './turn-credentials.ts'

/** What one TURN address was found to be like. */
export type TurnFinding =
  | { readonly kind: 'ok'; readonly latencyMs: number }
  /** It relays to addresses that only its own network may reach: worse than one that does not work. */
  | { readonly kind: 'open-to-inside' }
  | { readonly kind: 'failed'; readonly step: 'connect' | 'allocate' | 'permit'; readonly error: StunError }

export interface ProbeTurnOptions {
  readonly url: string
  readonly secret: string
  readonly clock: Clock
}

/** Shared by all checks, so that they never use up more than one quota. */
const PROBE_MEMBER = 'health check'
const PROBE_TTL_SECONDS = 60
/**
 * What every relay must refuse: where clouds hand out a machine's own credentials (RFC 3927's link-local range), also when
 * it is written as an IPv6 address, which coturn before 4.9 has to be told apart (CVE-2026-27624).
 */
const DENIED_PEERS = {
  ipv4: { address: '169.254.169.254', port: 80 },
  ipv6: { address: '::ffff:169.254.169.254', port: 80 },
} as const
const FORBIDDEN = 403

type Look = Pick<StunClientOptions, 'clock' | 'credentials' | 'server'>

/** Does what an app would, for one family: a whole allocation, and a peer that must be refused. */
const lookAt = async (family: Family, look: Look): Promise<TurnFinding> => {
  const startedMs = performance.now()
  const client = await StunClient.open(look)
  if (!client.ok) return { kind: 'failed', step: 'connect', error: client.error }
  try {
    const relay = await client.value.allocate(family)
    if (!relay.ok) return { kind: 'failed', step: 'allocate', error: relay.error }
    const latencyMs = performance.now() - startedMs
    const inside = await client.value.permit(DENIED_PEERS[family])
    if (inside.ok) return { kind: 'open-to-inside' }
    return inside.error.kind === 'refused' && inside.error.code === FORBIDDEN
      ? { kind: 'ok', latencyMs }
      : { kind: 'failed', step: 'permit', error: inside.error }
  } finally {
    await client.value.close()
  }
}

/** Looks at one address with credentials such as an app gets. */
export const probeTurn = async ({ url, secret, clock }: ProbeTurnOptions): Promise<TurnFinding> => {
  const server = parseServerUrl(url)
  if (!server) return { kind: 'failed', step: 'connect', error: { kind: 'malformed' } }
  const credentials = turnCredentials({
    secret,
    memberId: PROBE_MEMBER,
    ttlSeconds: PROBE_TTL_SECONDS,
    nowMs: clock.now(),
  })
  const look = { server, credentials, clock }
  const finding = await lookAt('ipv4', look)
  if (finding.kind !== 'ok') return finding
  // Where there is no relay with an IPv6 address, nothing can be reached from one.
  const overIpv6 = await lookAt('ipv6', look)
  return overIpv6.kind === 'open-to-inside' ? overIpv6 : finding
}

const BROKEN: TurnFinding = { kind: 'failed', step: 'connect', error: { kind: 'unreachable' } }

/** All addresses together: `unknown` until they have been looked at, `off` where there are none, or by choice. */
export type TurnState = 'off' | 'unknown' | 'ok' | 'degraded'

export interface TurnHealthOptions {
  readonly turn: TurnServers | null
  /** 0 never looks. */
  readonly periodMs: number
  readonly clock: Clock
  readonly probe: (options: ProbeTurnOptions) => Promise<TurnFinding>
  /** Told of the first finding about an address, and whenever one is of another kind than the last. */
  readonly onChanged: (url: string, finding: TurnFinding) => void
}

/** Looks at the TURN servers now and then, so that whoever asks gets an answer at once. */
export class TurnHealth {
  readonly #options: TurnHealthOptions
  readonly #findings = new Map<string, TurnFinding>()
  #isChecking = false
  #stop = (): void => undefined

  constructor(options: TurnHealthOptions) {
    this.#options = options
  }

  get state(): TurnState {
    const { turn } = this.#options
    if (!turn || this.#options.periodMs === 0) return 'off'
    if (this.#findings.size < turn.urls.length) return 'unknown'
    return [...this.#findings.values()].every(({ kind }) => kind === 'ok') ? 'ok' : 'degraded'
  }

  /** The latest finding about each address that has been looked at. */
  get findings(): ReadonlyMap<string, TurnFinding> {
    return this.#findings
  }

  start(): void {
    const { turn, clock, periodMs } = this.#options
    if (!turn || periodMs === 0) return
    this.#stop = repeat(clock, periodMs, () => void this.check())
    void this.check()
  }

  stop(): void {
    this.#stop()
  }

  /** Looks at one address after the other; does nothing while that is under way. */
  async check(): Promise<void> {
    const { turn, clock, probe, onChanged } = this.#options
    if (!turn || this.#isChecking) return
    this.#isChecking = true
    try {
      for (const url of turn.urls) {
        // A look that breaks is a bad finding, and no reason for the whole server to end.
        const finding = await probe({ url, secret: turn.secret, clock }).catch(() => BROKEN)
        const before = this.#findings.get(url)?.kind
        this.#findings.set(url, finding)
        if (finding.kind !== before) onChanged(url, finding)
      }
    } finally {
      this.#isChecking = false
    }
  }
}
