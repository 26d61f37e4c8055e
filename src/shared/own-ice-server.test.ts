import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseOwnIceServer } from './own-ice-server.ts'

const parse = (url: string, username = '', credential = '') =>
  parseOwnIceServer({ url, username, credential })

describe('a server that a person brings', () => {
  it.each(['stun:stun.example', 'stun:stun.example:3478', 'stuns:[2001:db8::1]:5349', ' stun:192.0.2.1 '])(
    'may be %s, without credentials',
    (url) => {
      expect(parse(url)).toEqual({ ok: true, value: { urls: url.trim() } })
    },
  )

  it.each([
    'turn:turn.example',
    'turn:turn.example:3478?transport=tcp',
    'turns:turn.example:443?transport=tcp',
  ])('may be %s, with credentials', (urls) => {
    expect(parse(urls, ' me ', 'secret ')).toEqual({
      ok: true,
      value: { urls, username: 'me', credential: 'secret ' },
    })
    for (const [username, credential] of [
      ['', 'x'],
      ['x', ''],
    ])
      expect(parse(urls, username, credential)).toEqual({ ok: false, problem: 'credentials-missing' })
  })

  it.each([
    'turn.example',
    'https://turn.example',
    'turn:',
    'turn://turn.example',
    'turn:a b',
    'turn:turn.example?transport=sctp',
    'stun:stun.example?transport=udp',
    'turn:user@turn.example',
    'turn:-a.example',
  ])('is not %s', (url) => {
    expect(parse(url, 'me', 'secret')).toEqual({ ok: false, problem: 'url-invalid' })
  })

  it.each(['turn:turn.example:0', 'turn:turn.example:65536'])('has no port as in %s', (url) => {
    expect(parse(url, 'me', 'secret')).toEqual({ ok: false, problem: 'port-invalid' })
  })

  it('is none where nothing was typed, or what is stored is something else', () => {
    for (const stored of [undefined, null, 7, {}, { url: 7 }, { url: '  ', username: 'x', credential: 'y' }])
      expect(parseOwnIceServer(stored)).toEqual({ ok: true, value: null })
    expect(parse('stun:'.padEnd(600, 'a'))).toEqual({ ok: true, value: null })
  })

  it('is parsed whatever is stored', () => {
    fc.assert(
      fc.property(fc.anything(), (stored) => {
        expect(typeof parseOwnIceServer(stored).ok).toBe('boolean')
      }),
    )
  })
})
