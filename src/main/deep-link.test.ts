import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findJoinLink, parseJoinLink } from './deep-link.ts'

const digits = (min: number, max: number) => fc.stringMatching(new RegExp(`^\\d{${min},${max}}$`))

describe('a join link', () => {
  it('gives its code, as it stands in a fragment', () => {
    fc.assert(
      fc.property(digits(5, 9), digits(5, 5), (room, secret) => {
        expect(parseJoinLink(`beckon://join/${room}-${secret}`)).toBe(`${room}-${secret}`)
      }),
    )
  })

  it('is understood as systems hand it over', () => {
    expect(parseJoinLink('BECKON://join/4821390571/')).toBe('48213-90571')
    expect(parseJoinLink(' beckon://join/48213-90571\n')).toBe('48213-90571')
  })

  it.each([
    'beckon://join/',
    'beckon://join/1234-56789',
    'beckon://share/48213-90571',
    'beckon://join/48213-90571?server=https://evil.example',
    'beckon://join/48213-90571/../../share',
    'beckon://join/48213-90571#x',
    'beckon://evil@join/48213-90571',
    'https://join/48213-90571',
    'beckon:join/48213-90571',
  ])('is not %s', (link) => {
    expect(parseJoinLink(link)).toBeNull()
  })

  it('yields digits and one dash, or nothing, whatever is thrown at it', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `beckon://join/${text}`),
        ),
        (link) => {
          expect(parseJoinLink(link) ?? '00000-00000').toMatch(/^\d{5,9}-\d{5}$/)
        },
      ),
    )
  })

  it('is found among arguments in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (before, after) => {
        const args = [...before, '--allow-file-access', 'beckon://join/48213-90571', '/bin/beckon', ...after]
        expect(findJoinLink(args)).toBe('48213-90571')
      }),
    )
    expect(findJoinLink(['/bin/beckon', '--hidden'])).toBeNull()
  })
})
