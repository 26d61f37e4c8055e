import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fingerprintOfSeed, pairedKeys, pairingOptions, runPairing } from './testing/run-pairing.ts'
import { wordLanguages, wordsAt } from './word-lists.ts'
import { placesOf, WORD_COUNT, wordPlaces } from './words.ts'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })

describe('placesOf', () => {
  it('takes eleven bits for each word, from the first on', () => {
    expect(placesOf(Uint8Array.of(0xff, 0xe0, 0, 0, 0, 0))).toEqual([2047, 0, 0, 0])
    expect(placesOf(Uint8Array.of(0, 0, 0, 0, 0x7f, 0xff))).toEqual([0, 0, 0, 2047])
    expect(placesOf(Uint8Array.of(0x00, 0x20, 0x08, 0x01, 0x80, 0x4f))).toEqual([1, 2, 3, 4])
  })

  it('loses none of the 44 bits', () => {
    fc.assert(
      fc.property(bytes(6), bytes(6), (one, other) => {
        const isSame =
          one.subarray(0, 5).join() === other.subarray(0, 5).join() &&
          (one[5] ?? 0) >> 4 === (other[5] ?? 0) >> 4
        expect(placesOf(one).join() === placesOf(other).join()).toBe(isSame)
      }),
    )
  })

  it('stays in the list', () => {
    fc.assert(
      fc.property(bytes(6), (key) => {
        expect(placesOf(key)).toHaveLength(WORD_COUNT)
        for (const place of placesOf(key)) expect(place >= 0 && place < 2048).toBe(true)
      }),
    )
  })
})

describe('the words of a session', () => {
  it('are the same on both sides, in every language', async () => {
    const { viewer, host } = pairedKeys()
    const [ofViewer, ofHost] = await Promise.all([wordPlaces(viewer.wordsKey), wordPlaces(host.wordsKey)])
    expect(ofViewer).toEqual(ofHost)
    for (const language of wordLanguages)
      expect(await wordsAt(ofViewer, language)).toEqual(await wordsAt(ofHost, language))
  })

  it('are others for any other key', async () => {
    await fc.assert(
      fc.asyncProperty(bytes(32), fc.nat(31), fc.integer({ min: 1, max: 255 }), async (key, at, change) => {
        const other = key.slice()
        other[at] = (key[at] ?? 0) ^ change
        expect(await wordPlaces(other)).not.toEqual(await wordPlaces(key))
      }),
      { numRuns: 12 },
    )
  })

  it.each(['viewer', 'host'] as const)("depend on the %s's certificate", (role) => {
    const options = { viewer: pairingOptions('viewer'), host: pairingOptions('host') }
    const honest = pairedKeys().viewer
    const other = { ...options, [role]: pairingOptions(role, { fingerprint: fingerprintOfSeed('another') }) }
    const outcome = runPairing(other.viewer, other.host)
    if (!outcome.viewer?.ok || !outcome.host?.ok) throw new Error('an honest run failed')
    expect(outcome.viewer.value.wordsKey).toEqual(outcome.host.value.wordsKey)
    expect(outcome.viewer.value.wordsKey).not.toEqual(honest.wordsKey)
  })
})

describe('the word lists', () => {
  const all = Array.from({ length: 2048 }, (_, place) => place)

  it.each(wordLanguages)('have 2048 different words, in the form that people type (%s)', async (language) => {
    const words = await wordsAt(all, language)
    expect(new Set(words).size).toBe(2048)
    for (const word of words) expect(word).toBe(word.normalize('NFC'))
  })

  it('show Korean syllables as one character each', async () => {
    expect((await wordsAt(all, 'ko')).every((word) => /^[가-힣]{2,8}$/.test(word))).toBe(true)
  })

  it('have no word beyond their end', async () => {
    await expect(wordsAt([2048], 'en')).rejects.toThrow('2048')
  })
})
