import { describe, expect, it } from 'vitest'
import { encodeBase64url } from '../base64url.ts'
import { encodeData } from './context.ts'
import { pairAsHost } from './host-pairing.ts'
import { bytesOf, forgedData, recording, rewriting } from './testing/hostile-server.ts'
import {
  deliverText,
  failed,
  fingerprintOfSeed,
  pairingOptions,
  runPairing,
  type Relay,
} from './testing/run-pairing.ts'
import { Tries } from './tries.ts'
import { pairAsViewer } from './viewer-pairing.ts'

/** What a server between the two may try, and must not get anywhere with. */

const attack = (relay: Relay) => runPairing(pairingOptions('viewer'), pairingOptions('host'), relay)
const own = fingerprintOfSeed('viewer')
const swapped = fingerprintOfSeed('attacker')
const anyNonce = encodeBase64url(new Uint8Array(16))

describe('swapping a fingerprint', () => {
  it.each<[string, Relay]>([
    [
      "the viewer's",
      rewriting('pair-start', ({ nonce }) => ({ data: forgedData('viewer', nonce, swapped) })),
    ],
    [
      "the host's",
      rewriting('pair-reply', ({ data }) => {
        const nonce = encodeBase64url(bytesOf(data).slice(-16))
        return { data: forgedData('host', nonce, swapped) }
      }),
    ],
  ])('makes the proof wrong: %s', (_, relay) => {
    expect(attack(relay)).toMatchObject({ viewer: null, host: failed('secret-mismatch') })
  })
})

describe('forging the associated data', () => {
  it.each<[string, Relay]>([
    ['role', rewriting('pair-start', ({ nonce }) => ({ data: forgedData('host', nonce, own) }))],
    ['version', rewriting('pair-start', ({ nonce }) => ({ data: forgedData('viewer', nonce, own, 2) }))],
    ['nonce', rewriting('pair-start', () => ({ data: forgedData('viewer', anyNonce, own) }))],
    [
      'number of parts',
      rewriting('pair-start', ({ data }) => ({ data: encodeBase64url(Uint8Array.of(...bytesOf(data), 0)) })),
    ],
  ])('is seen by its %s', (_, relay) => {
    expect(attack(relay)).toMatchObject({ viewer: null, host: failed('tampered') })
  })

  const shortFingerprint = encodeData({ role: 'viewer', version: 1, nonce: bytesOf(anyNonce) }, own.slice(12))
  it.each([
    ['no parts', 'AA'],
    ['lengths that do not add up', encodeBase64url(Uint8Array.of(9, 9))],
    ['a fingerprint that is too short', encodeBase64url(shortFingerprint)],
    ['stray bits at its end', 'AB'],
  ])('fails with %s', (_, data) => {
    const relay = rewriting('pair-start', () => ({ data }))
    expect(attack(relay)).toMatchObject({ viewer: null, host: failed('bad-request') })
  })
})

describe('sending a share that is none', () => {
  it.each([
    ['the neutral element', new Uint8Array(32)],
    ['a negative field element', Uint8Array.of(1, ...new Uint8Array(31))],
    ['a non-canonical field element', new Uint8Array(32).fill(0xff)],
  ])('ends the run and costs no try: %s', (_, bytes) => {
    const share = encodeBase64url(bytes)
    const viewer = pairingOptions('viewer')
    const host = pairingOptions('host')
    expect(
      runPairing(
        viewer,
        host,
        rewriting('pair-start', () => ({ share })),
      ),
    ).toMatchObject({
      viewer: null,
      host: failed('bad-request'),
    })
    expect(
      runPairing(
        viewer,
        host,
        rewriting('pair-reply', () => ({ share })),
      ),
    ).toMatchObject({
      viewer: failed('bad-request'),
      host: null,
    })
    expect([viewer.tries.left, host.tries.left]).toEqual([3, 3])
  })
})

describe('reflecting', () => {
  it("the viewer's share and data to it is seen by the role", () => {
    const { relay, textOf } = recording()
    const reflecting: Relay = (text, type) => {
      if (type !== 'pair-reply') return relay(text, type)
      const { share, data } = JSON.parse(textOf('pair-start')) as { share: string; data: string }
      return JSON.stringify({ type, share, data })
    }
    expect(attack(reflecting)).toMatchObject({ viewer: failed('tampered'), host: null })
  })

  it("the viewer's share and proof to it, with the host's role, gives no proof of a host", () => {
    const hello = { type: 'pair-hello', version: 1, nonce: anyNonce } as const
    const start = pairAsViewer(pairingOptions('viewer')).receive(hello)
    if (!start.ok) throw new Error('no start')
    const { share } = start.value.message
    const data = forgedData('host', anyNonce, swapped)
    const proof = start.value.next.receive({ type: 'pair-reply', share, data })
    if (!proof.ok) throw new Error('no proof')
    const { tag } = proof.value.message
    expect(proof.value.next.receive({ type: 'pair-confirm', tag })).toMatchObject(failed('secret-mismatch'))
  })

  it("the host's hello to it is no start", () => {
    const { message, next } = pairAsHost(pairingOptions('host'))
    expect(next.receive(message)).toMatchObject(failed('bad-request'))
  })
})

describe('replaying an earlier run', () => {
  const earlier = recording()
  attack(earlier.relay)
  const later = { viewer: pairingOptions('viewer', {}, 'later'), host: pairingOptions('host', {}, 'later') }

  it('to the host proves nothing: its session identifier is another', () => {
    const { next } = pairAsHost(later.host)
    const reply = deliverText(next, earlier.textOf('pair-start'))
    if (!reply.ok) throw new Error('no reply')
    expect(deliverText(reply.value.next, earlier.textOf('pair-proof'))).toMatchObject(
      failed('secret-mismatch'),
    )
  })

  it('to the viewer proves nothing either', () => {
    const start = deliverText(pairAsViewer(later.viewer), earlier.textOf('pair-hello'))
    if (!start.ok) throw new Error('no start')
    const proof = deliverText(start.value.next, earlier.textOf('pair-reply'))
    if (!proof.ok) throw new Error('no proof')
    expect(deliverText(proof.value.next, earlier.textOf('pair-confirm'))).toMatchObject(
      failed('secret-mismatch'),
    )
  })
})

describe('standing in the middle', () => {
  it('with a guess takes one try from each side, and gets nothing', () => {
    const guess = { code: { room: '48213', secret: '00000' } }
    const viewer = pairingOptions('viewer')
    const host = pairingOptions('host')
    expect(runPairing(pairingOptions('viewer', guess, 'attacker'), host).host).toMatchObject(
      failed('secret-mismatch'),
    )
    expect(runPairing(viewer, pairingOptions('host', guess, 'attacker')).viewer).toBeNull()
    expect([viewer.tries.left, host.tries.left]).toEqual([2, 2])
  })

  it('cannot make up the confirmation', () => {
    const relay = rewriting('pair-confirm', () => ({ tag: encodeBase64url(new Uint8Array(64)) }))
    expect(attack(relay).viewer).toMatchObject(failed('secret-mismatch'))
  })
})

describe('guessing', () => {
  const wrong = { code: { room: '48213', secret: '00000' } }

  /** Up to where the host awaits a proof; `prove` then gives it, with the right secret or a wrong one. */
  const openAtHost = (tries: Tries, secret: 'right' | 'wrong', seed: string) => {
    const hello = pairAsHost(pairingOptions('host', { tries }, seed))
    const start = pairAsViewer(pairingOptions('viewer', secret === 'wrong' ? wrong : {}, seed)).receive(
      hello.message,
    )
    if (!start.ok) throw new Error('no start')
    const reply = hello.next.receive(start.value.message)
    if (!reply.ok) throw new Error('no reply')
    const proof = start.value.next.receive(reply.value.message)
    if (!proof.ok) throw new Error('no proof')
    return { prove: () => reply.value.next.receive(proof.value.message) }
  }

  it('at the host ends after three proofs, however many runs were opened before the first', () => {
    const tries = new Tries()
    const guesses = ['a', 'b', 'c', 'd'].map((seed) => openAtHost(tries, 'wrong', seed))
    const lucky = openAtHost(tries, 'right', 'e')
    expect(guesses.map(({ prove }) => prove())).toMatchObject([
      failed('secret-mismatch'),
      failed('secret-mismatch'),
      failed('secret-mismatch'),
      failed('code-invalid'),
    ])
    expect(lucky.prove()).toMatchObject(failed('code-invalid'))
  })

  it('at the host pays for proofs alone, not for what is none', () => {
    const host = pairingOptions('host')
    // The 86th character of 64 bytes carries two bits, so four more must be zero.
    const relay = rewriting('pair-proof', ({ tag }) => ({ tag: `${tag.slice(0, -1)}B` }))
    expect(runPairing(pairingOptions('viewer'), host, relay).host).toMatchObject(failed('bad-request'))
    expect(host.tries.left).toBe(3)
  })

  it('at the host ends with the first right proof: a code works once', () => {
    const tries = new Tries()
    const runs = ['a', 'b'].map((seed) => openAtHost(tries, 'right', seed))
    expect(runs.map(({ prove }) => prove())).toMatchObject([{ ok: true }, failed('code-invalid')])
  })

  it('at the viewer ends after three proofs, though none of them is ever answered', () => {
    const viewer = pairingOptions('viewer')
    const guess = () => {
      const hello = pairAsHost(pairingOptions('host', wrong, 'attacker'))
      const start = pairAsViewer(viewer).receive(hello.message)
      const reply = start.ok ? hello.next.receive(start.value.message) : start
      return start.ok && reply.ok ? start.value.next.receive(reply.value.message) : reply
    }
    expect([guess(), guess(), guess(), guess()]).toMatchObject([
      { ok: true },
      { ok: true },
      { ok: true },
      failed('too-many-tries'),
    ])
  })
})
