import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** Who asks for the metrics. */
export interface MetricsRequest {
  readonly remoteAddress: string | undefined
  readonly headers: IncomingHttpHeaders
}

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/
/** What proxies add, one of which may run on this machine and speak for anybody. */
const forwarding = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'via',
]

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * Whether somebody may read the metrics. They count what claims have found, and so would tell what no answer tells:
 * whether a room exists. Without a token they are for programs on this machine, asking directly.
 */
export const mayReadMetrics = (
  { remoteAddress, headers }: MetricsRequest,
  metricsToken: string | null,
): boolean =>
  metricsToken === null
    ? LOOPBACK.test(remoteAddress ?? '') && !forwarding.some((name) => name in headers)
    : timingSafeEqual(digest(headers.authorization ?? ''), digest(`Bearer ${metricsToken}`))
