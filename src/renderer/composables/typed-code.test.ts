import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { regroupCode } from './typed-code.ts'

const digitsOnly = (text: string): string => text.replace(/\D/g, '')

describe('regroupCode', () => {
  it.each([
    ['', ''],
    ['4821', '4821'],
    ['48213', '48213'],
    ['482139', '48213 9'],
    ['4821390571', '48213 90571'],
    ['48213-90571', '48213 90571'],
    [' 48213  90571 ', '48213 90571'],
    ['48.213 905 71', '48213 90571'],
    ['code: 48213 90571.', '48213 90571'],
    ['４８２１３９０５７１', '48213 90571'],
  ])('reads %j as %j', (typed, text) => {
    expect(regroupCode(typed).text).toBe(text)
  })

  it('keeps the last five digits together in the longer codes of a busy server', () => {
    expect(regroupCode('48213790571').text).toBe('482137 90571')
    expect(regroupCode('48213765490571').text).toBe('482137654 90571')
  })

  it('takes the code out of a join link', () => {
    expect(regroupCode('http://127.0.0.1:7300/join#48213-90571').text).toBe('48213 90571')
  })

  it('drops what is too much for any code', () => {
    expect(regroupCode('1234567890123456').text).toBe('123456789 01234')
  })

  it('moves the caret on with the digit that was typed', () => {
    expect(regroupCode('48213', 5)).toEqual({ text: '48213', caret: 5 })
    expect(regroupCode('482139', 6)).toEqual({ text: '48213 9', caret: 7 })
  })

  it('leaves the caret where a digit was corrected', () => {
    expect(regroupCode('482213 90571', 4)).toEqual({ text: '482213 90571', caret: 4 })
    expect(regroupCode('4813 90571', 2)).toEqual({ text: '48139 0571', caret: 2 })
  })

  it('steps over the blank instead of bringing it back for ever', () => {
    expect(regroupCode('4821390571', 5).caret).toBe(5)
    expect(regroupCode('4821390571', 5, true).caret).toBe(6)
  })

  it('settles: regrouping its own output changes nothing', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(30), fc.boolean(), (typed, caret, forward) => {
        const once = regroupCode(typed, Math.min(caret, typed.length), forward)
        expect(regroupCode(once.text, once.caret, forward)).toEqual(once)
      }),
    )
  })

  it('never loses, adds or reorders a digit before the caret', () => {
    const typing = fc
      .stringMatching(/^[0-9 -]{0,14}$/)
      .chain((typed) => fc.tuple(fc.constant(typed), fc.nat(typed.length)))
    fc.assert(
      fc.property(typing, fc.boolean(), ([typed, caret], forward) => {
        const regrouped = regroupCode(typed, caret, forward)
        expect(digitsOnly(regrouped.text)).toBe(digitsOnly(typed))
        expect(digitsOnly(regrouped.text.slice(0, regrouped.caret))).toBe(digitsOnly(typed.slice(0, caret)))
      }),
    )
  })
})
