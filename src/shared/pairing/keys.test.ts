import { describe, expect, it } from 'vitest'
import { forgetResumeKey, nextGeneration, ticketOf, type PairedKeys } from './keys.ts'
import { createSealedChannel } from './sealed-channel.ts'
import { failed, pairedKeys } from './testing/run-pairing.ts'

const converse = (from: PairedKeys, to: PairedKeys, text: string) => {
  const frame = createSealedChannel(from).seal(text)
  return frame.ok ? createSealedChannel(to).open(frame.value) : frame
}

const nonces = { viewer: new Uint8Array(16).fill(1), host: new Uint8Array(16).fill(2) }
const others = { ...nonces, host: new Uint8Array(16).fill(3) }

describe('nextGeneration', () => {
  it('gives both sides a new channel', () => {
    const { viewer, host } = pairedKeys()
    expect(converse(nextGeneration(viewer, nonces), nextGeneration(host, nonces), 'again')).toEqual({
      ok: true,
      value: 'again',
    })
  })

  it('gives other keys each time, but the same words, place and certificate', () => {
    const { viewer } = pairedKeys()
    const second = nextGeneration(viewer, nonces)
    const third = nextGeneration(second, nonces)
    const beside = nextGeneration(viewer, others)
    expect(new Set([viewer, second, third, beside].map(({ sendKey }) => sendKey.join())).size).toBe(4)
    expect([viewer, second, third].map(({ generation }) => generation)).toEqual([0, 1, 2])
    expect(third.wordsKey).toEqual(viewer.wordsKey)
    expect(third.place).toEqual(viewer.place)
    expect(third.remoteFingerprint).toEqual(viewer.remoteFingerprint)
  })

  it('opens nothing of the generation before', () => {
    const { viewer, host } = pairedKeys()
    expect(converse(viewer, nextGeneration(host, nonces), 'late')).toMatchObject(failed('tampered'))
  })

  it('leaves no way back to a resume key that was forgotten', () => {
    const { viewer } = pairedKeys()
    const next = nextGeneration(viewer, nonces)
    forgetResumeKey(viewer)
    expect(viewer.resumeKey).toEqual(new Uint8Array(64))
    expect(next.resumeKey).not.toEqual(viewer.resumeKey)
  })
})

describe('a ticket', () => {
  const claim = { sender: 'viewer', nonces, hostReceived: 1, viewerReceived: 2 } as const

  it('is the same on both sides, and another for anything else', () => {
    const { viewer, host } = pairedKeys()
    const ticket = ticketOf(viewer, claim)
    expect(ticketOf(host, claim)).toEqual(ticket)
    const different = [
      ticketOf(viewer, { ...claim, sender: 'host' }),
      ticketOf(viewer, { ...claim, nonces: others }),
      ticketOf(viewer, { ...claim, hostReceived: 12, viewerReceived: 2 }),
      ticketOf(viewer, { sender: 'viewer', nonces, hostReceived: 1 }),
      ticketOf(nextGeneration(viewer, nonces), claim),
      ticketOf(pairedKeys('another run').viewer, claim),
    ]
    for (const other of different) expect(other).not.toEqual(ticket)
  })
})
