import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pixelAt } from '#shared/geometry.ts'
import { inputSchema, MAX_TEXT_LENGTH } from '#shared/protocol/input.ts'
import { parse } from '#shared/protocol/parse.ts'
import { ruleOf, type KeyStroke } from './key-rules.ts'
import { framePointAt, pictureBox } from './picture-box.ts'
import { textPieces } from './text.ts'
import { WheelScale } from './wheel.ts'

describe('the place in the picture', () => {
  const screen = { width: 1920, height: 1080 }

  it('is the very pixel, where the picture is shown as large as it is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1919 }),
        fc.integer({ min: 0, max: 1079 }),
        fc.constantFrom(1, 1.25, 1.5, 2, 3),
        (x, y, pixelRatio) => {
          const element = { x: 17, y: 40, width: 1920 / pixelRatio, height: 1080 / pixelRatio }
          const box = pictureBox(element, screen)
          if (!box) throw new Error('there is a picture')
          const client = { x: 17 + x / pixelRatio, y: 40 + y / pixelRatio }
          const place = framePointAt(client, box, pixelRatio)
          expect(pixelAt(place.at, { x: 0, y: 0, ...screen })).toEqual({ x, y })
          expect(place.isInside).toBe(true)
        },
      ),
    )
  })

  it('leaves out the bars beside and above the picture', () => {
    const wide = pictureBox({ x: 0, y: 0, width: 2000, height: 540 }, screen)
    expect(wide).toEqual({ x: 520, y: 0, width: 960, height: 540 })
    const tall = pictureBox({ x: 10, y: 0, width: 960, height: 1000 }, screen)
    expect(tall).toEqual({ x: 10, y: 230, width: 960, height: 540 })
    if (!tall) throw new Error('there is a picture')
    expect(framePointAt({ x: 100, y: 100 }, tall, 1)).toMatchObject({ at: { y: 0 }, isInside: false })
    expect(framePointAt({ x: 2000, y: 500 }, tall, 1)).toMatchObject({ at: { x: 1 }, isInside: false })
  })

  it('is none before the first frame', () => {
    expect(pictureBox({ x: 0, y: 0, width: 100, height: 100 }, { width: 0, height: 0 })).toBeNull()
  })
})

describe('the wheel', () => {
  it.each([
    ['pixels', { deltaX: 0, deltaY: 100, deltaMode: 0 }, { dx: 0, dy: 120 }],
    ['lines', { deltaX: -3, deltaY: 3, deltaMode: 1 }, { dx: -120, dy: 120 }],
    ['pages', { deltaX: 0, deltaY: -1, deltaMode: 2 }, { dx: 0, dy: -1200 }],
  ])('is counted alike in %s', (_, event, turn) => {
    expect(new WheelScale().turn(event)).toEqual(turn)
  })

  it('is counted in lines by Firefox, which says so only to whoever asks for that before the distance', () => {
    let isAsked = false
    let isCountedInPixels = false
    const distance = (lines: number): number => {
      isCountedInPixels ||= !isAsked
      return isCountedInPixels ? 19 * lines : lines
    }
    const event = {
      get deltaMode() {
        isAsked = true
        return isCountedInPixels ? 0 : 1
      },
      get deltaX() {
        return distance(0)
      },
      get deltaY() {
        return distance(3)
      },
    }
    expect(new WheelScale().turn(event)).toEqual({ dx: 0, dy: 120 })
  })

  it('adds up what is less than a step, and stays within what a message may carry', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -50, max: 50, noNaN: true })), (deltas) => {
        const wheel = new WheelScale()
        const sum = deltas
          .map((deltaY) => wheel.turn({ deltaX: 0, deltaY, deltaMode: 0 })?.dy ?? 0)
          .reduce((a, b) => a + b, 0)
        const whole = deltas.reduce((a, b) => a + b, 0) * 1.2
        expect(Math.abs(sum - whole)).toBeLessThan(1 + 1e-6)
      }),
    )
    fc.assert(
      fc.property(fc.double(), fc.double(), fc.integer({ min: 0, max: 2 }), (deltaX, deltaY, deltaMode) => {
        fc.pre(Number.isFinite(deltaX) && Number.isFinite(deltaY))
        const turn = new WheelScale().turn({ deltaX, deltaY, deltaMode })
        const at = { x: 0, y: 0 }
        if (turn) expect(parse(inputSchema, { type: 'wheel', ...turn, at, sequence: 1 }).ok).toBe(true)
      }),
    )
  })
})

describe('text', () => {
  it('is cut into pieces of whole characters, and loses only what cannot be typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
        const pieces = textPieces(text)
        for (const piece of pieces) {
          expect(piece.length).toBeLessThanOrEqual(MAX_TEXT_LENGTH)
          expect(parse(inputSchema, { type: 'text', text: piece }).ok).toBe(true)
        }
        const typeable = /[\n\t]|[^\p{Cc}\p{Cs}]/gu
        expect(pieces.join('')).toBe((text.replace(/\r\n?/g, '\n').match(typeable) ?? []).join(''))
      }),
    )
  })

  it('keeps accents, syllables and emoji', () => {
    expect(textPieces('é à ç 한국어 😀 {}[]@\\|\r\n')).toEqual(['é à ç 한국어 😀 {}[]@\\|\n'])
    expect(textPieces('')).toEqual([])
    expect(textPieces('\u0007')).toEqual([])
  })
})

describe('a key', () => {
  const stroke = (key: string, code: string, also: Partial<KeyStroke> = {}): KeyStroke => ({
    key,
    code,
    isComposing: false,
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    altGraph: false,
    ...also,
  })
  const of = (it: KeyStroke, isMac = false) => {
    const rule = ruleOf(it, isMac)
    return 'code' in rule ? `${rule.kind} ${rule.code}` : rule.kind
  }

  it.each([
    ['a letter', stroke('a', 'KeyA'), 'text'],
    ['a capital', stroke('A', 'KeyA'), 'text'],
    ['a character outside the BMP', stroke('😀', 'KeyA'), 'text'],
    ['a dead key', stroke('Dead', 'BracketLeft'), 'text'],
    ['an input method at work', stroke('Process', 'KeyG'), 'text'],
    ['a key amid a composition', stroke('Enter', 'Enter', { isComposing: true }), 'text'],
    ['an on-screen keyboard', stroke('Unidentified', ''), 'text'],
    ['@ by AltGr on Windows', stroke('@', 'KeyQ', { ctrlKey: true, altKey: true, altGraph: true }), 'text'],
    ['AltGr itself', stroke('AltGraph', 'AltRight'), 'local'],
    ['Caps Lock', stroke('CapsLock', 'CapsLock'), 'local'],
    ['the Korean input switch', stroke('HangulMode', 'Lang1'), 'local'],
    ['a shortcut', stroke('c', 'KeyC', { ctrlKey: true }), 'key KeyC'],
    ['a shortcut on another layout', stroke('с', 'KeyC', { ctrlKey: true }), 'key KeyC'],
    ['Alt and a letter', stroke('f', 'KeyF', { altKey: true }), 'key KeyF'],
    ['a shortcut without a key of ours', stroke('c', '', { ctrlKey: true }), 'local'],
    ['Shift', stroke('Shift', 'ShiftLeft'), 'writing-modifier ShiftLeft'],
    ['Ctrl', stroke('Control', 'ControlRight', { ctrlKey: true }), 'key ControlRight'],
    ['Enter', stroke('Enter', 'Enter'), 'key Enter'],
    ['a digit of the number pad', stroke('4', 'Numpad4'), 'text'],
    ['the number pad without its lock', stroke('ArrowLeft', 'Numpad4'), 'key ArrowLeft'],
    ['Enter of the number pad', stroke('Enter', 'NumpadEnter'), 'key NumpadEnter'],
    ['Backspace without a code', stroke('Backspace', ''), 'key Backspace'],
    ['a key that switches computers off', stroke('Power', 'Power'), 'text'],
  ])('%s', (_, it, rule) => {
    expect(of(it)).toBe(rule)
  })

  it('of a Mac writes with Option, and is a shortcut with Command', () => {
    expect(of(stroke('å', 'KeyA', { altKey: true }), true)).toBe('text')
    expect(of(stroke('Alt', 'AltLeft', { altKey: true }), true)).toBe('writing-modifier AltLeft')
    expect(of(stroke('ArrowLeft', 'ArrowLeft', { altKey: true }), true)).toBe('key ArrowLeft')
    expect(of(stroke('c', 'KeyC', { metaKey: true }), true)).toBe('key KeyC')
  })
})
