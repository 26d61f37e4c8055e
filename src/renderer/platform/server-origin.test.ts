import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { serverOrigin } from './server-origin.ts'

describe('the origin of a server', () => {
  it.each([
    ['https://beckon.example', 'https://beckon.example'],
    [' Beckon.Example/ ', 'https://beckon.example'],
    ['beckon.example:8443', 'https://beckon.example:8443'],
    ['192.168.1.5:40123', 'http://192.168.1.5:40123'],
    ['localhost:7300', 'http://localhost:7300'],
    ['minas-mac.local:40123', 'http://minas-mac.local:40123'],
    ['[fd00::5]:7300', 'http://[fd00::5]:7300'],
    ['http://192.168.1.5:40123/join#48213-90571', 'http://192.168.1.5:40123'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ])('of %s is %s', (typed, origin) => {
    expect(serverOrigin(typed)).toBe(origin)
  })

  it.each([
    '',
    '   ',
    'ftp://beckon.example',
    'javascript://x',
    'https://user:password@beckon.example',
    'a b',
    'https://',
  ])('is none in %j', (typed) => {
    expect(serverOrigin(typed)).toBeNull()
  })

  it('is, for whatever is typed, none or one that is the same when typed again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl(), fc.domain(), fc.ipV4(), fc.string()), (typed) => {
        const origin = serverOrigin(typed)
        if (origin !== null) expect(serverOrigin(origin)).toBe(origin)
      }),
    )
  })
})
