import { describe, expect, it } from 'vitest'
import { nextGeneration, type PairedKeys } from './keys.ts'
import { createSealedChannel } from './sealed-channel.ts'
import { failed, pairedKeys } from './testing/run-pairing.ts'

const converse = (from: PairedKeys, to: PairedKeys, text: string) => {
  const frame = createSealedChannel(from).seal(text)
  return frame.ok ? createSealedChannel(to).open(frame.value) : frame
}

describe('nextGeneration', () => {
  it('gives both sides a new channel', () => {
    const { viewer, host } = pairedKeys()
    expect(converse(nextGeneration(viewer), nextGeneration(host), 'again')).toEqual({
      ok: true,
      value: 'again',
    })
  })

  it('gives other keys each time, but the same words and certificate', () => {
    const { viewer } = pairedKeys()
    const second = nextGeneration(viewer)
    const third = nextGeneration(second)
    expect(new Set([viewer, second, third].map(({ sendKey }) => sendKey.join())).size).toBe(3)
    expect(third.wordsKey).toEqual(viewer.wordsKey)
    expect(third.remoteFingerprint).toEqual(viewer.remoteFingerprint)
  })

  it('opens nothing of the generation before', () => {
    const { viewer, host } = pairedKeys()
    expect(converse(viewer, nextGeneration(host), 'late')).toMatchObject(failed('tampered'))
  })

  it('leaves no way back to a resume key, and none to use it twice', () => {
    const { viewer } = pairedKeys()
    nextGeneration(viewer)
    expect(viewer.resumeKey).toEqual(new Uint8Array(64))
    expect(() => nextGeneration(viewer)).toThrow('next generation')
  })
})
