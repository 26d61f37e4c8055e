import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePairingMessage } from './pairing-messages.ts'
import { parseLinkMessage, parsePeerSignal } from './peer-messages.ts'
import {
  MAX_SIGNAL_LENGTH,
  notices,
  parseAck,
  parseNotice,
  parseRequest,
  requests,
  type NoticeName,
  type RequestName,
} from './signaling.ts'

const id = 'abcdefghijklmnopqrstuv'
const requestNames = Object.keys(requests) as RequestName[]
const noticeNames = Object.keys(notices) as NoticeName[]

/** Anything that can come out of a socket or a JSON parser, prototypes tampered with included. */
const anything = fc.anything({
  withNullPrototype: true,
  withBigInt: true,
  withTypedArray: true,
  key: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'type', 'ok', 'room', 'viewerId')),
})

describe('parsers', () => {
  it('answer anything at all with a Result', () => {
    fc.assert(
      fc.property(anything, fc.constantFrom(...requestNames), fc.constantFrom(...noticeNames), (it, r, n) => {
        for (const result of [parseRequest(r, it), parseAck(r, it), parseNotice(n, it)])
          expect(typeof result.ok).toBe('boolean')
        for (const parse of [parsePairingMessage, parsePeerSignal, parseLinkMessage]) {
          expect(parse(it).ok).toBe(false)
        }
      }),
    )
  })

  it('answer any text with a Result', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), (text) => {
        for (const parse of [parsePairingMessage, parsePeerSignal, parseLinkMessage])
          expect(typeof parse(text).ok).toBe('boolean')
      }),
    )
  })
})

describe('parseRequest', () => {
  it('rebuilds a payload from its own fields', () => {
    const payload = { to: id, data: 'opaque' }
    const parsed = parseRequest('signal:send', payload)
    expect(parsed).toEqual({ ok: true, value: payload })
    expect(parsed.ok && parsed.value).not.toBe(payload)
  })

  it.each([
    ['code:claim', { room: '1234' }],
    ['code:claim', { room: '1234567890' }],
    ['code:claim', { room: 12345 }],
    ['code:claim', { room: '12345', secret: '90571' }],
    ['signal:send', { to: id, data: 'x'.repeat(MAX_SIGNAL_LENGTH + 1) }],
    ['signal:send', { to: '../../etc/passwd', data: '' }],
    ['viewer:remove', { viewerId: id, code: 'made-up' }],
    ['session:create', null],
    ['session:create', {}],
    ['session:create', { fingerprint: 'A'.repeat(44) }],
  ] as const)('refuses %s %j', (name, payload) => {
    expect(parseRequest(name, payload)).toEqual({ ok: false, error: { code: 'bad-request' } })
  })
})

describe('parseAck', () => {
  it('keeps the code and the wait of a failure, and nothing else', () => {
    const answer = { ok: false, error: { code: 'rate-limited', retryAfterMs: 1500, stack: 'secret' } }
    expect(parseAck('code:claim', answer)).toEqual({
      ok: false,
      error: { code: 'rate-limited', retryAfterMs: 1500 },
    })
  })

  it('calls a malformed answer the server’s bug', () => {
    expect(parseAck('code:renew', { ok: true, value: { room: 'x' } })).toEqual({
      ok: false,
      error: { code: 'internal' },
    })
  })
})

describe('parsePeerSignal', () => {
  const candidate = { candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host', sdpMLineIndex: 0, sdpMid: '0' }

  it.each([
    { type: 'knock', name: '김민지', app: 'web' },
    { type: 'admit' },
    { type: 'refuse', code: 'denied' },
    { type: 'link', signal: { type: 'offer', sdp: 'v=0' } },
    { type: 'link', signal: { type: 'candidate', candidate } },
  ])('takes %j', (signal) => {
    expect(parsePeerSignal(JSON.stringify(signal))).toEqual({ ok: true, value: signal })
  })

  it.each([
    ['a name with control characters', { type: 'knock', name: 'a\u202eb', app: 'web' }],
    ['a name that is too long', { type: 'knock', name: 'x'.repeat(41), app: 'web' }],
    ['what would make simple-peer renegotiate', { type: 'link', signal: { renegotiate: true } }],
    [
      'what would make simple-peer add a transceiver',
      { type: 'link', signal: { type: 'transceiverRequest', transceiverRequest: { kind: 'video' } } },
    ],
    ['a field too many', { type: 'admit', control: true }],
  ])('refuses %s', (_, signal) => {
    expect(parsePeerSignal(JSON.stringify(signal)).ok).toBe(false)
  })
})
