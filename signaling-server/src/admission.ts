import { failure, type Failure } from '../../src/shared/errors.ts'
import { isAllowedOrigin, type OriginHeaders } from './origin.ts'
import type { AddressLimits, AddressTally } from './rate-limit.ts'

export type Verdict =
  | { readonly kind: 'welcome' }
  /** Let it connect just to be told why it cannot stay. */
  | { readonly kind: 'refuse'; readonly failure: Failure }
  /** Hang up at once. */
  | { readonly kind: 'reject'; readonly reason: 'origin' | 'flood' }

export interface AdmissionOptions {
  readonly allowedOrigins: readonly string[]
  readonly limits: AddressLimits
  readonly openSockets: AddressTally
  readonly maxOpenSockets: number
  /** Of all addresses together. */
  readonly maxOpenSocketsTotal: number
  readonly isDraining: () => boolean
}

/** When an address, or a server, with too many open connections may have closed some. */
const OPEN_RETRY_MS = 30_000

/** Makes the judge of who may open a connection; `address` is a key of limits. */
export const createAdmission =
  ({
    allowedOrigins,
    limits,
    openSockets,
    maxOpenSockets,
    maxOpenSocketsTotal,
    isDraining,
  }: AdmissionOptions) =>
  async (address: string, headers: OriginHeaders): Promise<Verdict> => {
    if (!isAllowedOrigin(headers, allowedOrigins)) return { kind: 'reject', reason: 'origin' }
    const taken = await limits.sockets.take(address)
    const hasRoom = openSockets.count(address) < maxOpenSockets && openSockets.total < maxOpenSocketsTotal
    if (taken.ok && hasRoom && !isDraining()) return { kind: 'welcome' }
    if (!(await limits.explanations.take(address)).ok) return { kind: 'reject', reason: 'flood' }
    if (isDraining()) return { kind: 'refuse', failure: failure('server-draining') }
    return {
      kind: 'refuse',
      failure: taken.ok ? failure('rate-limited', { retryAfterMs: OPEN_RETRY_MS }) : taken.error,
    }
  }
