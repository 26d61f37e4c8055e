import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBase64url } from '../base64url.ts'
import type { PairingMessage } from '../protocol/pairing-messages.ts'
import { bytesOf } from './testing/hostile-server.ts'
import { pairingOptions, runPairing, type Relay } from './testing/run-pairing.ts'

/** Not one bit of what passes between the two may change unseen. */

type MessageType = PairingMessage['type']

const flipBit = (bytes: Uint8Array, bit: number): Uint8Array =>
  bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))

/** Of the JSON text, as the server sees it. */
const flipText = (text: string, bit: number): string =>
  String.fromCharCode(
    ...flipBit(
      Uint8Array.from(text, (character) => character.charCodeAt(0)),
      bit % (text.length * 8),
    ),
  )

/** Of the bytes behind one field, so that the message is well-formed and only its meaning differs. */
const flipField =
  (field: string) =>
  (text: string, bit: number): string => {
    const message = JSON.parse(text) as Record<string, string>
    const bytes = bytesOf(message[field] ?? '')
    return JSON.stringify({ ...message, [field]: encodeBase64url(flipBit(bytes, bit % (bytes.length * 8))) })
  }

const outcomeOf = (type: MessageType, flip: (text: string, bit: number) => string, bit: number) => {
  let flipped = false
  const relay: Relay = (text, actual) => {
    if (actual !== type) return text
    flipped = true
    return flip(text, bit)
  }
  const outcome = runPairing(pairingOptions('viewer'), pairingOptions('host'), relay)
  expect(flipped).toBe(true)
  return outcome
}

const cases: [MessageType, string, (text: string, bit: number) => string][] = [
  ['pair-hello', 'text', flipText],
  ['pair-hello', 'nonce', flipField('nonce')],
  ['pair-start', 'text', flipText],
  ['pair-start', 'nonce', flipField('nonce')],
  ['pair-start', 'share', flipField('share')],
  ['pair-start', 'data', flipField('data')],
  ['pair-reply', 'text', flipText],
  ['pair-reply', 'share', flipField('share')],
  ['pair-reply', 'data', flipField('data')],
  ['pair-proof', 'text', flipText],
  ['pair-proof', 'tag', flipField('tag')],
]

/** More than the bits of the longest message. */
const anyBit = fc.nat({ max: 8191 })
const someRuns = { numRuns: 30 }

describe('a single changed bit', () => {
  it.each(cases)('of %s (its %s) leaves neither side with keys', (type, _, flip) => {
    fc.assert(
      fc.property(anyBit, (bit) => {
        const { viewer, host } = outcomeOf(type, flip, bit)
        expect(viewer?.ok).not.toBe(true)
        expect(host?.ok).not.toBe(true)
        expect(viewer ?? host).toMatchObject({ ok: false })
      }),
      someRuns,
    )
  })

  // The last message has no answer: the viewer was right, so the host has keys, but there is nobody to use them with.
  it.each([
    ['text', flipText],
    ['tag', flipField('tag')],
  ])('of pair-confirm (its %s) leaves the viewer without keys', (_, flip) => {
    fc.assert(
      fc.property(anyBit, (bit) => {
        const { viewer, host } = outcomeOf('pair-confirm', flip, bit)
        expect(viewer).toMatchObject({ ok: false })
        expect(host?.ok).toBe(true)
      }),
      someRuns,
    )
  })
})
