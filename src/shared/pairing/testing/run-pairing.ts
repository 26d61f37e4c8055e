import { sha512 } from '@noble/hashes/sha2.js'
import type { RandomBytes } from '../../code.ts'
import type { ErrorCode } from '../../errors.ts'
import { parsePairingMessage, type PairingMessage } from '../../protocol/pairing-messages.ts'
import { ok, type Result } from '../../result.ts'
import { lvCat } from '../bytes.ts'
import type { PairingOptions, Role } from '../context.ts'
import { pairAsHost } from '../host-pairing.ts'
import type { PairedKeys } from '../keys.ts'
import type { Step } from '../step.ts'
import { Tries } from '../tries.ts'
import { pairAsViewer } from '../viewer-pairing.ts'

/** What a failed Result matches. */
export const failed = (code: ErrorCode) => ({ ok: false, error: { code } })

/** A random source for tests: the same seed gives the same bytes, no two draws from it do. */
export const seededRandom = (seed: string): RandomBytes => {
  let draws = 0
  return (length) => sha512(lvCat(seed, String(draws++))).slice(0, length)
}

export const fingerprintOfSeed = (seed: string): Uint8Array => sha512(lvCat('certificate', seed)).slice(0, 32)

/** One side's options as the two apps would have them; `seed` tells runs apart. */
export const pairingOptions = (
  role: Role,
  overrides: Partial<PairingOptions> = {},
  seed = 'run',
): PairingOptions => ({
  code: { room: '48213', secret: '90571' },
  viewerId: 'v'.repeat(22),
  hostId: 'h'.repeat(22),
  version: 1,
  fingerprint: fingerprintOfSeed(role),
  random: seededRandom(`${role} ${seed}`),
  tries: new Tries(),
  ...overrides,
})

/** The server between the two: sees each message's text, and may put another in its place. */
export type Relay = (text: string, type: PairingMessage['type']) => string

/** How far each side came; null is a side that still waits. */
export interface PairingOutcome {
  readonly viewer: Result<PairedKeys> | null
  readonly host: Result<PairedKeys> | null
}

const honestRelay: Relay = (text) => text

/** Hands a message to a step as the two apps do: as text, through the parser. */
export const deliverText = <Outcome>(step: Step<Outcome>, text: string): Result<Outcome> => {
  const parsed = parsePairingMessage(text)
  return parsed.ok ? step.receive(parsed.value) : parsed
}

/** Runs both sides against each other through a relay, until one of them fails or both are done. */
export const runPairing = (
  viewerOptions: PairingOptions,
  hostOptions: PairingOptions,
  relay: Relay = honestRelay,
): PairingOutcome => {
  const deliver = <Outcome>(step: Step<Outcome>, message: PairingMessage): Result<Outcome> =>
    deliverText(step, relay(JSON.stringify(message), message.type))
  const hello = pairAsHost(hostOptions)
  const start = deliver(pairAsViewer(viewerOptions), hello.message)
  if (!start.ok) return { viewer: start, host: null }
  const reply = deliver(hello.next, start.value.message)
  if (!reply.ok) return { viewer: null, host: reply }
  const proof = deliver(start.value.next, reply.value.message)
  if (!proof.ok) return { viewer: proof, host: null }
  const proved = deliver(reply.value.next, proof.value.message)
  if (!proved.ok) return { viewer: null, host: proved }
  const keys = deliver(proof.value.next, proved.value.message)
  return { viewer: keys, host: ok(proved.value.keys) }
}

/** The keys of an honest run. */
export const pairedKeys = (seed?: string): { readonly viewer: PairedKeys; readonly host: PairedKeys } => {
  const { viewer, host } = runPairing(pairingOptions('viewer', {}, seed), pairingOptions('host', {}, seed))
  if (!viewer?.ok || !host?.ok) throw new Error('an honest run failed')
  return { viewer: viewer.value, host: host.value }
}
