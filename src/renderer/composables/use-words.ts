import { shallowRef, toValue, watch, type MaybeRefOrGetter, type ShallowRef } from 'vue'
import { wordsAt, type WordLanguage } from '#shared/pairing/word-lists.ts'

/** Loaded with the first words that somebody asks for. */
const placesFor = async (wordsKey: Uint8Array): Promise<readonly number[]> => {
  const { wordPlaces } = await import('#shared/pairing/words.ts')
  return wordPlaces(wordsKey)
}

/** The words of a session in one language; null while they are worked out, which takes a moment on purpose. */
export const useWords = (
  wordsKey: Uint8Array,
  language: MaybeRefOrGetter<WordLanguage>,
): Readonly<ShallowRef<readonly string[] | null>> => {
  const words = shallowRef<readonly string[] | null>(null)
  const places = placesFor(wordsKey)
  watch(
    () => toValue(language),
    async (wanted) => {
      const found = await wordsAt(await places, wanted)
      // The other list may have been asked for, and be there, already.
      if (wanted === toValue(language)) words.value = found
    },
    { immediate: true },
  )
  return words
}
