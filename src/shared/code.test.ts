import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeToFragment, drawDigits, drawSecret, formatCode, parseCode, type RandomBytes } from './code.ts'

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((it) => it.join(''))
const code = fc.record({ room: fc.integer({ min: 5, max: 9 }).chain(digits), secret: digits(5) })

const sequence = (...chunks: number[][]): RandomBytes => {
  const left = [...chunks]
  return () => Uint8Array.from(left.shift() ?? [])
}

describe('parseCode', () => {
  it('reads back whatever was shown or put into a link', () => {
    fc.assert(
      fc.property(code, (it) => {
        expect(parseCode(formatCode(it))).toEqual({ ok: true, value: it })
        expect(parseCode(codeToFragment(it))).toEqual({ ok: true, value: it })
      }),
    )
  })

  it.each([
    ['4821390571', 'no separator'],
    ['482 139 0571', 'grouped otherwise'],
    [' 48213—90571\n', 'dashes and white space around'],
    ['48213.90571', 'dots'],
    ['４８２１３　９０５７１', 'full-width digits'],
    ['48213\u00a090571', 'a no-break space'],
  ])('understands %j (%s)', (typed) => {
    expect(parseCode(typed)).toEqual({ ok: true, value: { room: '48213', secret: '90571' } })
  })

  it.each(['', '48213', '48213 9057', '48213 9057x', '123456789012345', '４８', '-', '48213 90571 🙂'])(
    'refuses %j as code-invalid',
    (typed) => {
      expect(parseCode(typed)).toEqual({ ok: false, error: { code: 'code-invalid' } })
    },
  )

  it('answers any text with a Result', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        const parsed = parseCode(typed)
        if (parsed.ok) expect(parsed.value.secret).toMatch(/^\d{5}$/)
      }),
    )
  })
})

describe('drawDigits', () => {
  it('rejects the bytes that would make some digits likelier than others', () => {
    expect(drawDigits(3, sequence([250, 255, 249], [10, 7]))).toBe('907')
  })

  it('gives every digit the same share of the bytes it accepts', () => {
    const counts = new Map<string, number>()
    for (let byte = 0; byte < 250; byte++) {
      const digit = drawDigits(1, sequence([byte]))
      counts.set(digit, (counts.get(digit) ?? 0) + 1)
    }
    expect([...counts.values()]).toEqual(Array.from({ length: 10 }, () => 25))
  })

  it('draws secrets of five digits', () => {
    expect(drawSecret((length) => new Uint8Array(length).fill(3))).toBe('33333')
  })
})
