import { createI18n } from 'vue-i18n'
import en from './en.json'
import ko from './ko.json'

export type LocaleCode = 'en' | 'ko'

type Leaves<Node, Prefix extends string = ''> = {
  [Key in keyof Node & string]: Node[Key] extends string
    ? `${Prefix}${Key}`
    : Leaves<Node[Key], `${Prefix}${Key}.`>
}[keyof Node & string]

/** Path of a text in the catalogues; the English one is the measure for the others. */
export type MessageKey = Leaves<typeof en>

/** Every language, under the name that its own speakers give it. */
export const languageNames: Readonly<Record<LocaleCode, string>> = { en: 'English', ko: '한국어' }

export const isLocaleCode = (value: unknown): value is LocaleCode =>
  typeof value === 'string' && Object.hasOwn(languageNames, value)

/** The language a person chose, else the first one of theirs that there is a catalogue for, else English. */
export const resolveLocale = (chosen: unknown, preferred: readonly string[]): LocaleCode =>
  isLocaleCode(chosen)
    ? chosen
    : (preferred.map((tag) => tag.toLowerCase().split('-')[0]).find(isLocaleCode) ?? 'en')

export const createTexts = (locale: LocaleCode) =>
  createI18n({ legacy: false, locale, fallbackLocale: 'en', messages: { en, ko } })
