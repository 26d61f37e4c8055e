import { bytesToHex } from '@noble/curves/utils.js'
import { describe, expect, it } from 'vitest'
import type { PairingOptions } from './context.ts'
import { rewriting } from './testing/hostile-server.ts'
import {
  failed,
  fingerprintOfSeed,
  pairedKeys,
  pairingOptions,
  runPairing,
  type Relay,
} from './testing/run-pairing.ts'

describe('an honest run', () => {
  const { viewer, host } = pairedKeys()

  it('gives both sides the same keys, crosswise', () => {
    expect(viewer.sendKey).toEqual(host.receiveKey)
    expect(viewer.receiveKey).toEqual(host.sendKey)
    expect(viewer.resumeKey).toEqual(host.resumeKey)
    expect(viewer.wordsKey).toEqual(host.wordsKey)
    expect(viewer.sid).toEqual(host.sid)
    expect([viewer.role, host.role]).toEqual(['viewer', 'host'])
  })

  it('tells each side which certificate to expect of the other', () => {
    expect(viewer.remoteFingerprint).toEqual(fingerprintOfSeed('host'))
    expect(host.remoteFingerprint).toEqual(fingerprintOfSeed('viewer'))
  })

  it('gives no key twice, within a run or in another', () => {
    const other = pairedKeys('another run').viewer
    const keys = [viewer, other].flatMap((it) => [it.sendKey, it.receiveKey, it.resumeKey, it.wordsKey])
    expect(new Set(keys.map((key) => bytesToHex(key.subarray(0, 32)))).size).toBe(8)
    expect(viewer.sid).not.toEqual(other.sid)
  })
})

describe('a run between sides that disagree', () => {
  it.each<[string, Partial<PairingOptions>]>([
    ['the secret', { code: { room: '48213', secret: '90572' } }],
    ['the room', { code: { room: '48214', secret: '90571' } }],
    ['where the room ends', { code: { room: '482139', secret: '0571' } }],
    ["the viewer's id", { viewerId: 'w'.repeat(22) }],
    ["the host's id", { hostId: 'w'.repeat(22) }],
    ['who is who', { viewerId: 'h'.repeat(22), hostId: 'v'.repeat(22) }],
  ])('on %s ends before the host proves anything', (_, overrides) => {
    const outcome = runPairing(pairingOptions('viewer'), pairingOptions('host', overrides))
    expect(outcome).toMatchObject({ viewer: null, host: failed('secret-mismatch') })
  })

  it.each([
    ['newer', 1, 2],
    ['older', 2, 1],
  ])('on the version ends at the first message, with a host that is %s', (_, viewer, host) => {
    const outcome = runPairing(
      pairingOptions('viewer', { version: viewer }),
      pairingOptions('host', { version: host }),
    )
    expect(outcome).toMatchObject({ viewer: failed('version-mismatch'), host: null })
  })

  it.each<[string, Relay, ReturnType<typeof failed>]>([
    ['one way', rewriting('pair-hello', () => ({ version: 1 })), failed('version-mismatch')],
    [
      'both ways',
      (text, type) => text.replace(/"version":\d/, type === 'pair-hello' ? '"version":1' : '"version":2'),
      failed('tampered'),
    ],
  ])('on the version ends though a server hides it %s', (_, relay, host) => {
    const outcome = runPairing(pairingOptions('viewer'), pairingOptions('host', { version: 2 }), relay)
    expect(outcome).toMatchObject({ viewer: null, host })
  })
})
