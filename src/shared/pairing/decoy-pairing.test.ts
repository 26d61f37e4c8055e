import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PairingMessage } from '../protocol/pairing-messages.ts'
import { encodeBase64url } from '../base64url.ts'
import { pairAsDecoy } from './decoy-pairing.ts'
import { pairAsHost } from './host-pairing.ts'
import { deliverText, failed, pairingOptions, seededRandom } from './testing/run-pairing.ts'
import { bytesOf } from './testing/hostile-server.ts'
import { isShare } from './cpace.ts'
import { pairAsViewer } from './viewer-pairing.ts'

/** The host and its decoy, with the same nonce, and what a viewer says first to both. */
const meet = () => {
  const host = pairAsHost(pairingOptions('host', { random: seededRandom('both') }))
  const decoy = pairAsDecoy(pairingOptions('host', { random: seededRandom('both') }))
  const start = pairAsViewer(pairingOptions('viewer', { code: { room: '48213', secret: '00000' } })).receive(
    host.message,
  )
  if (!start.ok) throw new Error('no start')
  return { host, decoy, start: start.value }
}

const typeOrCode = (
  outcome: { ok: true; value: { message: PairingMessage } } | { ok: false; error: { code: string } },
): string => (outcome.ok ? outcome.value.message.type : outcome.error.code)

/** Messages near the right one: a field changed in one character, swapped for another, or of another type. */
const mutation = fc.record({
  field: fc.constantFrom('version', 'nonce', 'share', 'data', 'type'),
  value: fc.oneof(
    fc.constantFrom(0, 1, 2, '', 'A'.repeat(22), 'A'.repeat(43), '_'.repeat(43), 'pair-proof', 'pair-abort'),
    fc.string({ maxLength: 90 }),
  ),
  flipAt: fc.nat(75),
})

describe('a decoy', () => {
  it('says what a host says to a viewer with a wrong secret, up to the proof, and then that there is nobody', () => {
    const { host, decoy, start } = meet()
    expect(decoy.message).toEqual(host.message)
    const hostReply = host.next.receive(start.message)
    const decoyReply = decoy.next.receive(start.message)
    if (!hostReply.ok || !decoyReply.ok) throw new Error('no reply')
    expect(decoyReply.value.message.data).toBe(hostReply.value.message.data)
    expect(isShare(bytesOf(decoyReply.value.message.share))).toBe(true)
    const proof = start.next.receive(decoyReply.value.message)
    if (!proof.ok) throw new Error('the reply was not taken')
    expect(decoyReply.value.next.receive(proof.value.message)).toEqual(failed('code-invalid'))
    expect(hostReply.value.next.receive(proof.value.message)).toEqual(failed('secret-mismatch'))
  })

  it('takes and refuses the same messages as a host, for the same reasons', () => {
    fc.assert(
      fc.property(mutation, fc.boolean(), ({ field, value, flipAt }, flips) => {
        const { host, decoy, start } = meet()
        const fields: Record<string, unknown> = { ...start.message }
        const text = String(fields[field])
        const at = flipAt % text.length
        fields[field] = flips ? `${text.slice(0, at)}Q${text.slice(at + 1)}` : value
        const said = JSON.stringify(fields)
        expect(typeOrCode(deliverText(decoy.next, said))).toBe(typeOrCode(deliverText(host.next, said)))
      }),
      { numRuns: 300 },
    )
  })

  it('refuses shares that are no elements of the group, and the neutral one', () => {
    for (const share of [new Uint8Array(32), new Uint8Array(32).fill(255), new Uint8Array(32).fill(1)]) {
      const { decoy, start } = meet()
      const reply = decoy.next.receive({ ...start.message, share: encodeBase64url(share) })
      expect(reply).toEqual(failed('bad-request'))
    }
  })
})
