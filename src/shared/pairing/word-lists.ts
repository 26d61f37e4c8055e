/** Languages that there are words in. */
export const wordLanguages = ['en', 'ko'] as const
export type WordLanguage = (typeof wordLanguages)[number]

/** The lists of BIP 39, chosen to be told apart when spoken or read; each is loaded when it is first needed. */
const sources: Readonly<Record<WordLanguage, () => Promise<{ readonly wordlist: readonly string[] }>>> = {
  en: () => import('@scure/bip39/wordlists/english.js'),
  ko: () => import('@scure/bip39/wordlists/korean.js'),
}

/** The words at `places` of a language's list. */
export const wordsAt = async (
  places: readonly number[],
  language: WordLanguage,
): Promise<readonly string[]> => {
  const { wordlist } = await sources[language]()
  return places.map((place) => {
    const word = wordlist[place]
    if (word === undefined) throw new Error(`there is no word ${String(place)}`)
    // The Korean list is decomposed (NFKD), as BIP 39 wants it for hashing; people read and compare syllables.
    return word.normalize('NFC')
  })
}
