import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CONTROL_VERSION,
  encodeControl,
  MAX_CONTROL_MESSAGE_LENGTH,
  parseHostControl,
  parseViewerControl,
  type HostControl,
  type ViewerControl,
} from './control-messages.ts'
import { toRemoteGrant, type LocalGrant } from './grants.ts'
import { MAX_TEXT_LENGTH } from './input.ts'
import { isKeyCode, isModifier, keyCodes, modifierCodes } from './key-codes.ts'

const placed = { at: { x: 0.25, y: 1 }, sequence: 7 }
const wrap = (is: unknown, version: unknown = CONTROL_VERSION) => JSON.stringify({ v: version, is })

describe('messages of a viewer', () => {
  const messages: ViewerControl[] = [
    { type: 'button', button: 'left', pressed: true, ...placed },
    { type: 'wheel', dx: 0, dy: -120, ...placed },
    { type: 'key', code: 'KeyA', pressed: false },
    { type: 'text', text: '한글 é à ç 👩‍💻 {}[]@\\|\n\t' },
    { type: 'held', keys: ['ControlLeft', 'KeyC'], buttons: ['left'] },
    { type: 'release-all' },
    { type: 'request', level: 'point' },
    { type: 'give-back' },
  ]

  it.each(messages)('%j is taken', (message) => {
    expect(parseViewerControl(encodeControl(message))).toEqual({ ok: true, value: message })
  })

  it('of the greatest length fit, whatever characters they have', () => {
    for (const character of ['"', '\\', '\n', '\u2028', '글']) {
      const message: ViewerControl = { type: 'text', text: character.repeat(MAX_TEXT_LENGTH) }
      expect(parseViewerControl(encodeControl(message))).toEqual({ ok: true, value: message })
    }
  })

  it.each([
    ['a move, which belongs on the other channel', { type: 'move', ...placed }],
    [
      'a point outside',
      { type: 'button', button: 'left', pressed: true, at: { x: 1.01, y: 0 }, sequence: 1 },
    ],
    ['no number', { type: 'button', button: 'left', pressed: true, at: { x: null, y: 0 }, sequence: 1 }],
    ['a number beyond the count', { ...messages[0], sequence: 2 ** 32 }],
    ['a button that no mouse has', { ...messages[0], button: 'sixth' }],
    ['half a notch of a notch', { type: 'wheel', dx: 0.5, dy: 0, ...placed }],
    ['a storm of the wheel', { type: 'wheel', dx: 0, dy: 1e9, ...placed }],
    ['the key that switches off', { type: 'key', code: 'Power', pressed: true }],
    ['a key by its character', { type: 'key', code: 'a', pressed: true }],
    ['a name of every object', { type: 'key', code: 'constructor', pressed: true }],
    ['no text', { type: 'text', text: '' }],
    ['text with an escape', { type: 'text', text: 'a\u001b[2J' }],
    ['text with a carriage return', { type: 'text', text: 'a\r' }],
    ['text with a C1 control', { type: 'text', text: '\u009b' }],
    ['half a character', { type: 'text', text: '\ud83d' }],
    ['a field too many', { type: 'release-all', of: 'everyone' }],
    ['more than is asked for', { type: 'request', level: 'files' }],
    ['a message of the host', { type: 'grant', grant: { state: 'controlling', remainingMs: null } }],
  ])('with %s are refused', (_, message) => {
    expect(parseViewerControl(wrap(message))).toEqual({ ok: false, error: { code: 'bad-request' } })
  })

  it('are refused when they are too long, before they are read', () => {
    const spaces = ' '.repeat(MAX_CONTROL_MESSAGE_LENGTH)
    expect(parseViewerControl(wrap({ type: 'give-back' }) + spaces).ok).toBe(false)
  })

  it('of another version are told apart from broken ones', () => {
    const later = JSON.stringify({ v: 2, is: { type: 'new' }, beside: true })
    expect(parseViewerControl(later)).toEqual({ ok: false, error: { code: 'version-mismatch' } })
    expect(parseViewerControl(wrap({}, '1'))).toEqual({ ok: false, error: { code: 'bad-request' } })
  })

  it('or anything else are answered with a Result', () => {
    const json = fc.oneof(
      fc.json(),
      fc.string({ unit: 'binary' }),
      fc.jsonValue().map((it) => wrap(it)),
    )
    fc.assert(
      fc.property(fc.oneof(json, fc.anything()), (data) => {
        expect(typeof parseViewerControl(data).ok).toBe('boolean')
        expect(typeof parseHostControl(data).ok).toBe('boolean')
      }),
    )
  })
})

describe('messages of the host', () => {
  const messages: HostControl[] = [
    { type: 'availability', availability: { point: null, control: 'wayland' } },
    { type: 'grant', grant: { state: 'none', reason: 'expired' } },
    { type: 'grant', grant: { state: 'asked', level: 'control' } },
    { type: 'grant', grant: { state: 'pointing', reason: 'denied', remainingMs: null } },
    { type: 'grant', grant: { state: 'paused', remainingMs: 899_000 } },
    { type: 'pointer', check: { kind: 'off', pixels: 3 } },
    { type: 'pointer', check: { kind: 'unverifiable' } },
    { type: 'obstacle', obstacle: 'own-window' },
    { type: 'obstacle', obstacle: null },
  ]

  it.each(messages)('%j is taken', (message) => {
    expect(parseHostControl(encodeControl(message))).toEqual({ ok: true, value: message })
  })

  it.each([
    [{ type: 'availability', availability: { point: null, control: 'because' } }],
    [{ type: 'grant', grant: { state: 'controlling', remainingMs: -1 } }],
    [{ type: 'grant', grant: { state: 'gone', reason: null } }],
    [{ type: 'pointer', check: { kind: 'off', pixels: 0.2 } }],
    [{ type: 'obstacle', obstacle: 'whatever' }],
  ])('%j is refused', (message) => {
    expect(parseHostControl(wrap(message)).ok).toBe(false)
  })
})

describe('a grant, told to the other computer', () => {
  it('ends in as much time as is left, by a clock of its own', () => {
    const grant: LocalGrant = { state: 'controlling', expiresAt: 10_000 }
    expect(toRemoteGrant(grant, 4_000)).toEqual({ state: 'controlling', remainingMs: 6_000 })
    expect(toRemoteGrant(grant, 11_000)).toEqual({ state: 'controlling', remainingMs: 0 })
    expect(toRemoteGrant({ ...grant, expiresAt: null }, 0)).toEqual({
      state: 'controlling',
      remainingMs: null,
    })
  })

  it('says the same where there is no end', () => {
    const grant: LocalGrant = { state: 'none', reason: 'locked' }
    expect(toRemoteGrant(grant, 0)).toEqual(grant)
  })
})

describe('the keys', () => {
  it('are each there once, and are known as such', () => {
    expect(new Set(keyCodes).size).toBe(keyCodes.length)
    expect(keyCodes.every(isKeyCode)).toBe(true)
    expect(['Power', 'Sleep', 'WakeUp', 'a', '__proto__', ''].some(isKeyCode)).toBe(false)
    expect(keyCodes.filter(isModifier)).toEqual(modifierCodes)
  })
})
