import { describe, expect, it } from 'vitest'
import { catalogues, pickLocale } from './index.ts'

/** What a text turns into when its blanks are filled with something recognisable. */
const render = (text: unknown): string =>
  typeof text === 'function' ? String((text as (blank: unknown) => unknown)(7)) : String(text)

const flatten = (texts: object, prefix = ''): [key: string, text: string][] =>
  Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? flatten(value, `${prefix}${key}.`)
      : [[prefix + key, render(value)]],
  )

const english = new Map(flatten(catalogues.en))
const korean = new Map(flatten(catalogues.ko))

describe("main's texts", () => {
  it('have the same keys in every language', () => {
    expect([...korean.keys()].sort()).toEqual([...english.keys()].sort())
  })

  it.each([...english])('fill the same blanks in %s', (key, text) => {
    expect(korean.get(key)?.includes('7')).toBe(text.includes('7'))
  })

  it('are all there, and all translated', () => {
    for (const [key, text] of english) {
      expect(text, key).toMatch(/^\S(.*\S)?$/)
      expect(korean.get(key), key).toMatch(/\p{Script=Hangul}/u)
    }
  })

  it('count one and many', () => {
    expect(catalogues.en.tray.live(1)).toContain('one person sees')
    expect(catalogues.en.tray.live(2)).toContain('2 people see')
  })
})

describe('the language', () => {
  it('is the first of a person that there is', () => {
    expect(pickLocale(['fr-CH', 'ko-KR', 'en-US'])).toBe('ko')
    expect(pickLocale(['EN-gb'])).toBe('en')
    expect(pickLocale(['constructor'])).toBe('en')
    expect(pickLocale([])).toBe('en')
  })
})
