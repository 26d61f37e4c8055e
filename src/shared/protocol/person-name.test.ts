import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanName, MAX_NAME_LENGTH } from './person-name.ts'
import { parsePeerSignal } from './peer-messages.ts'

const isTaken = (name: string): boolean =>
  parsePeerSignal(JSON.stringify({ type: 'knock', name, app: 'web' })).ok

/** None of these may reach a person's eyes as part of a name. */
const hostile = [
  ['\n', 'a line feed'],
  ['\u0000', 'a control character'],
  ['\u0085', 'next line'],
  ['\u2028', 'the line separator'],
  ['\u2029', 'the paragraph separator'],
  ['\u202a', 'LRE'],
  ['\u202e', 'RLO'],
  ['\u2066', 'LRI'],
  ['\u2069', 'PDI'],
  ['\u200e', 'LRM'],
  ['\u061c', 'ALM'],
  ['\u200b', 'the zero width space'],
  ['\u200d', 'the zero width joiner'],
  ['\ufeff', 'the byte order mark'],
  ['\u00ad', 'the soft hyphen'],
  ['\u034f', 'the grapheme joiner'],
  ['\u3164', 'the Hangul filler'],
  ['\u2800', 'the blank Braille pattern'],
  ['\ufe0f', 'a variation selector'],
  ['\u{e0041}', 'a tag'],
  ['\ue000', 'private use'],
  ['\ud800', 'half a surrogate pair'],
  ['\u00a0', 'the no-break space'],
  ['\u3000', 'the ideographic space'],
  ['”', 'a quotation mark'],
] as const

/** Letters of several scripts, marks, emoji, and all of the above in between. */
const names = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom(
        'a',
        'é',
        '김',
        'אב',
        'سلام',
        '🙂',
        ' ',
        '\u0301',
        '\u0e49',
        ...hostile.map(([it]) => it),
      ),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''))

describe('a name', () => {
  it.each(['', 'Ana', '김민지', 'Åsa Öström', 'نور', "O'Neil", 'Nguyễn Thị Ánh', 'Jean-Luc (IT) 🙂'])(
    'may be %j',
    (name) => {
      expect(isTaken(name)).toBe(true)
      expect(cleanName(name)).toBe(name)
    },
  )

  it.each(hostile)('holds no %j, %s', (character) => {
    fc.assert(
      fc.property(fc.nat({ max: 10 }), (at) => {
        const name = `${'Ana Banana'.slice(0, at)}${character}${'Ana Banana'.slice(at)}`
        expect(isTaken(name)).toBe(false)
        expect(isTaken(cleanName(name))).toBe(true)
      }),
    )
  })

  it('piles no marks upon a letter', () => {
    expect(isTaken(`A${'\u0301'.repeat(5)}`)).toBe(false)
    expect(cleanName(`A${'\u0301'.repeat(30)}na`)).toBe(`A${'\u0301'.repeat(4)}na`)
  })

  it('begins, ends and pauses with no more than a blank', () => {
    expect(isTaken(' Ana')).toBe(false)
    expect(isTaken('Ana  Banana')).toBe(false)
    expect(cleanName('  Ana \t Banana ')).toBe('Ana Banana')
  })

  it('is cut without halving a character', () => {
    expect(cleanName(`${'x'.repeat(MAX_NAME_LENGTH - 1)}🙂`)).toBe('x'.repeat(MAX_NAME_LENGTH - 1))
    expect(isTaken('x'.repeat(MAX_NAME_LENGTH + 1))).toBe(false)
  })

  it('is taken once it is cleaned, whatever was typed, and then cleaned no further', () => {
    fc.assert(
      fc.property(names, (typed) => {
        const name = cleanName(typed)
        expect(isTaken(name)).toBe(true)
        expect(cleanName(name)).toBe(name)
        expect(name.length).toBeLessThanOrEqual(MAX_NAME_LENGTH)
      }),
      { numRuns: 2000 },
    )
  })
})
