import { describe, expect, it } from 'vitest'
import { errorCodes } from '#shared/errors.ts'
import en from './en.json'
import ko from './ko.json'
import { resolveLocale } from './index.ts'

interface Catalogue {
  readonly [key: string]: string | Catalogue
}

const flatten = (catalogue: Catalogue, prefix = ''): [key: string, text: string][] =>
  Object.entries(catalogue).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  )

/** The names between braces, once each: plural forms may differ in how often they use one. */
const placeholders = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort()

const english = new Map(flatten(en))
const korean = new Map(flatten(ko))

describe('catalogues', () => {
  it('have the same keys', () => {
    expect([...korean.keys()].sort()).toEqual([...english.keys()].sort())
  })

  it.each([...english])('use the same placeholders in %s', (key, text) => {
    expect(placeholders(korean.get(key) ?? '')).toEqual(placeholders(text))
  })

  it.each([
    ['en', english],
    ['ko', korean],
  ])('leave nothing empty, and no stray blanks, in %s', (_, catalogue) => {
    for (const [key, text] of catalogue) expect(text, key).toMatch(/^\S(.*\S)?$/)
  })

  it.each(errorCodes)('say what happened and what to do for %s', (code) => {
    for (const catalogue of [english, korean]) {
      expect(catalogue.has(`errors.${code}.title`)).toBe(true)
      expect(catalogue.has(`errors.${code}.action`)).toBe(true)
    }
  })

  it('explain no errors that do not exist', () => {
    expect(Object.keys(en.errors).sort()).toEqual([...errorCodes].sort())
  })
})

describe('resolveLocale', () => {
  it('takes the language a person chose', () => {
    expect(resolveLocale('ko', ['en-US'])).toBe('ko')
  })

  it('follows the browser when nothing was chosen, or nothing that exists', () => {
    expect(resolveLocale(null, ['fr-CH', 'ko-KR', 'en'])).toBe('ko')
    expect(resolveLocale('toString', ['en-GB'])).toBe('en')
  })

  it('speaks English to everybody else', () => {
    expect(resolveLocale(null, ['fr', 'de-AT'])).toBe('en')
    expect(resolveLocale(null, [])).toBe('en')
  })
})
