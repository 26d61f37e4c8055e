import { locales, type Locale } from '#shared/ipc/settings.ts'
import { en, type Texts } from './en.ts'
import { ko } from './ko.ts'

export type { Texts } from './en.ts'

export const catalogues: Readonly<Record<Locale, Texts>> = { en, ko }

/** The first of a person's languages that there is a catalogue for, else English. */
export const pickLocale = (preferred: readonly string[]): Locale =>
  preferred
    .map((tag) => tag.toLowerCase().split('-')[0])
    .flatMap((language) => locales.find((locale) => locale === language) ?? [])[0] ?? 'en'
