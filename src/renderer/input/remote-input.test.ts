import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HELD_INTERVAL_MS, type InputDraft } from '#shared/protocol/input.ts'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import { ESCAPE_HOLD_MS } from './keyboard.ts'
import { RemoteInput } from './remote-input.ts'
import { DOUBLE_TAP_MS, HOLD_MS } from './touch.ts'

let sent: InputDraft[]
let clock: ManualClock
let video: HTMLVideoElement
let field: HTMLTextAreaElement
let input: RemoteInput
let escapes: number
let composing: string[]

beforeEach(() => {
  sent = []
  escapes = 0
  composing = []
  clock = new ManualClock()
  video = document.createElement('video')
  field = document.createElement('textarea')
  document.body.append(video, field)
  Object.assign(video, {
    getBoundingClientRect: () => new DOMRect(0, 0, 1000, 500),
    setPointerCapture: () => undefined,
  })
  for (const [name, value] of [
    ['videoWidth', 1000],
    ['videoHeight', 500],
  ] as const)
    Object.defineProperty(video, name, { value })
  input = new RemoteInput({
    video,
    field,
    clock,
    isMac: false,
    send: (draft) => sent.push(draft),
    onEscape: () => escapes++,
    onComposing: (text) => composing.push(text),
  })
  input.catches = 'everything'
  sent = []
})

afterEach(() => {
  input.close()
  expect(clock.pending).toBe(0)
  document.body.replaceChildren()
})

const key = (type: 'keydown' | 'keyup', key: string, code: string, also: KeyboardEventInit = {}): boolean =>
  field.dispatchEvent(new KeyboardEvent(type, { key, code, cancelable: true, ...also }))
const down = (name: string, code: string, also?: KeyboardEventInit) => key('keydown', name, code, also)
const up = (name: string, code: string, also?: KeyboardEventInit) => key('keyup', name, code, also)
const write = (data: string, inputType = 'insertText') =>
  field.dispatchEvent(new InputEvent('beforeinput', { data, inputType, cancelable: true }))
const compose = (type: string, data: string) => field.dispatchEvent(Object.assign(new Event(type), { data }))
const mouse = (type: string, clientX: number, buttons = 0, also: PointerEventInit = {}): void =>
  void video.dispatchEvent(
    new PointerEvent(type, {
      clientX,
      clientY: 100,
      buttons,
      pointerType: 'mouse',
      cancelable: true,
      ...also,
    }),
  )

const wheelEvent = (also: { ctrlKey?: boolean } = {}): Event =>
  Object.assign(new Event('wheel', { cancelable: true }), {
    deltaX: 0,
    deltaY: 100,
    deltaMode: 0,
    clientX: 100,
    clientY: 100,
    ctrlKey: false,
    ...also,
  })

/** What was sent, in short. */
const log = (): string[] =>
  sent.map((draft) => {
    switch (draft.type) {
      case 'key':
        return `${draft.pressed ? '+' : '-'}${draft.code}`
      case 'button':
        return `${draft.pressed ? '+' : '-'}${draft.button}`
      case 'text':
        return `“${draft.text}”`
      default:
        return draft.type
    }
  })

describe('the keyboard', () => {
  it('sends characters as text, and no Shift along with them', () => {
    down('Shift', 'ShiftLeft', { shiftKey: true })
    expect(down('A', 'KeyA', { shiftKey: true })).toBe(true)
    write('A')
    up('A', 'KeyA', { shiftKey: true })
    up('Shift', 'ShiftLeft')
    expect(log()).toEqual(['“A”'])
  })

  it('presses Shift for what is not a character, lets go of it to write, and presses it again', () => {
    down('Shift', 'ShiftLeft', { shiftKey: true })
    down('ArrowLeft', 'ArrowLeft', { shiftKey: true })
    up('ArrowLeft', 'ArrowLeft', { shiftKey: true })
    write('X')
    down('Home', 'Home', { shiftKey: true })
    up('Home', 'Home', { shiftKey: true })
    up('Shift', 'ShiftLeft')
    expect(log()).toEqual([
      '+ShiftLeft',
      '+ArrowLeft',
      '-ArrowLeft',
      '-ShiftLeft',
      '“X”',
      '+ShiftLeft',
      '+Home',
      '-Home',
      '-ShiftLeft',
    ])
  })

  it('sends Shift alone as a tap', () => {
    down('Shift', 'ShiftRight', { shiftKey: true })
    up('Shift', 'ShiftRight')
    expect(log()).toEqual(['+ShiftRight', '-ShiftRight'])
  })

  it('sends shortcuts as physical keys, which the browser then does not act upon', () => {
    down('Control', 'ControlLeft', { ctrlKey: true })
    expect(down('c', 'KeyC', { ctrlKey: true })).toBe(false)
    up('c', 'KeyC', { ctrlKey: true })
    up('Control', 'ControlLeft')
    expect(log()).toEqual(['+ControlLeft', '+KeyC', '-KeyC', '-ControlLeft'])
  })

  it('sends what an input method has chosen, and nothing on the way there', () => {
    down('Process', 'KeyG', { isComposing: true })
    field.dispatchEvent(
      new InputEvent('beforeinput', { data: 'ㅎ', inputType: 'insertCompositionText', isComposing: true }),
    )
    compose('compositionend', '한')
    expect(log()).toEqual(['“한”'])
  })

  it('shows what is put together, and takes it as it is when a click moves on', () => {
    compose('compositionupdate', 'ㅎ')
    compose('compositionupdate', '하')
    expect(composing).toEqual(['ㅎ', '하'])
    field.focus()
    field.addEventListener('blur', () => compose('compositionend', '하'), { once: true })
    mouse('pointerdown', 10, 1)
    expect(composing.at(-1)).toBe('')
    expect(log().filter((entry) => entry !== 'release-all')).toEqual(['“하”', '+left'])
  })

  it('knows Safari’s order: a composition ends before the key that confirms it', () => {
    field.dispatchEvent(
      new InputEvent('beforeinput', { data: '한', inputType: 'insertFromComposition', cancelable: true }),
    )
    compose('compositionend', '한')
    const confirm = new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', cancelable: true })
    Object.defineProperty(confirm, 'keyCode', { value: 229 })
    field.dispatchEvent(confirm)
    expect(log()).toEqual(['“한”'])
  })

  it('lets go of the key that was pressed, though Num Lock has changed what it is', () => {
    down('ArrowLeft', 'Numpad4')
    up('4', 'Numpad4')
    expect(log()).toEqual(['+ArrowLeft', '-ArrowLeft'])
  })

  it('lets go of a shortcut’s key that has become a letter', () => {
    down('Control', 'ControlLeft', { ctrlKey: true })
    down('a', 'KeyA', { ctrlKey: true })
    up('Control', 'ControlLeft')
    down('a', 'KeyA', { repeat: true })
    write('a')
    expect(log()).toEqual(['+ControlLeft', '+KeyA', '-ControlLeft', '-KeyA', '“a”'])
  })

  it('understands the edits of on-screen keyboards', () => {
    write('', 'deleteContentBackward')
    write('', 'insertLineBreak')
    expect(log()).toEqual(['+Backspace', '-Backspace', '+Enter', '-Enter'])
  })

  it('lets go of Ctrl that Windows pressed for AltGr', () => {
    down('Control', 'ControlLeft', { ctrlKey: true })
    down('AltGraph', 'AltRight', { ctrlKey: true, altKey: true })
    write('€')
    expect(log()).toEqual(['+ControlLeft', '-ControlLeft', '“€”'])
  })

  it('lets go of a modifier whose release another program has seen', () => {
    down('Alt', 'AltLeft', { altKey: true })
    down('a', 'KeyA')
    expect(log()).toEqual(['+AltLeft', '-AltLeft'])
  })

  it('lets go of keys with Command, for macOS tells nothing of their release', () => {
    down('Meta', 'MetaLeft', { metaKey: true })
    down('c', 'KeyC', { metaKey: true })
    up('Meta', 'MetaLeft')
    expect(log()).toEqual(['+MetaLeft', '+KeyC', '-MetaLeft', '-KeyC'])
  })

  it('gives the keyboard back when Esc is held, and presses it when it is not', () => {
    down('Escape', 'Escape')
    clock.advance(ESCAPE_HOLD_MS - 1)
    up('Escape', 'Escape')
    clock.advance(ESCAPE_HOLD_MS)
    expect(escapes).toBe(0)
    down('Escape', 'Escape')
    down('Escape', 'Escape', { repeat: true })
    clock.advance(ESCAPE_HOLD_MS)
    expect(escapes).toBe(1)
    expect(log().filter((entry) => entry !== 'held')).toEqual([
      '+Escape',
      '-Escape',
      '+Escape',
      'release-all',
    ])
  })

  it('presses system keys from a menu', () => {
    input.pressSystemKeys('ctrl-alt-del')
    expect(log()).toEqual(['+ControlLeft', '+AltLeft', '+Delete', '-Delete', '-AltLeft', '-ControlLeft'])
  })
})

describe('what is held', () => {
  it('is confirmed at the pace that the host expects', () => {
    down('Control', 'ControlLeft', { ctrlKey: true })
    mouse('pointerdown', 10, 1, { ctrlKey: true })
    sent = []
    clock.advance(2 * HELD_INTERVAL_MS)
    expect(sent).toEqual([
      { type: 'held', keys: ['ControlLeft'], buttons: ['left'] },
      { type: 'held', keys: ['ControlLeft'], buttons: ['left'] },
    ])
  })

  it.each(['window', 'field'])('is let go when the %s loses the focus', (which) => {
    down('Control', 'ControlLeft', { ctrlKey: true })
    ;(which === 'window' ? window : field).dispatchEvent(new Event('blur'))
    expect(log()).toEqual(['+ControlLeft', 'release-all'])
    up('Control', 'ControlLeft')
    expect(log()).toHaveLength(2)
  })

  it('is forgotten with the grant, and nothing is sent from then on', () => {
    down('Control', 'ControlLeft', { ctrlKey: true })
    mouse('pointerdown', 10, 1)
    input.catches = 'nothing'
    sent = []
    up('Control', 'ControlLeft')
    down('b', 'KeyB', { ctrlKey: true })
    write('b')
    mouse('pointermove', 20, 1)
    mouse('pointerup', 20, 0)
    clock.advance(10 * HELD_INTERVAL_MS)
    window.dispatchEvent(new Event('blur'))
    expect(sent).toEqual([])
  })
})

describe('the mouse', () => {
  it('sends each button with its place, and moves without', () => {
    mouse('pointermove', 100)
    mouse('pointerdown', 250, 1)
    mouse('pointermove', 300, 1)
    mouse('pointermove', 300, 3)
    mouse('pointermove', 300, 1)
    mouse('pointerup', 400, 0)
    expect(log()).toEqual(['move', '+left', 'move', '+right', '-right', '-left'])
    expect(sent[1]).toMatchObject({ at: { x: 0.2505 } })
  })

  it('presses Shift before the click that it was held for', () => {
    down('Shift', 'ShiftLeft', { shiftKey: true })
    mouse('pointerdown', 10, 1, { shiftKey: true })
    expect(log()).toEqual(['+ShiftLeft', '+left'])
  })

  it('drags on to the edge and beyond, but begins nothing outside', () => {
    mouse('pointerdown', 5000, 1)
    mouse('pointerup', 5000, 0)
    expect(sent).toEqual([])
    mouse('pointerdown', 10, 1)
    mouse('pointermove', 5000, 1)
    mouse('pointerup', 5000, 0)
    expect(log()).toEqual(['+left', 'move', '-left'])
    expect(sent[2]).toMatchObject({ at: { x: 1 } })
  })

  it('presses nothing for a button that went down elsewhere', () => {
    mouse('pointermove', 100, 1)
    mouse('pointerup', 100, 0)
    mouse('pointerdown', 100, 1)
    window.dispatchEvent(new Event('blur'))
    mouse('pointermove', 120, 1)
    mouse('pointerup', 120, 0)
    expect(log()).toEqual(['move', 'move', '+left', 'release-all', 'move', 'move'])
  })

  it('points without keyboard and wheel when that is all that is allowed', () => {
    input.catches = 'pointer'
    mouse('pointermove', 100)
    down('a', 'KeyA')
    write('a')
    video.dispatchEvent(wheelEvent())
    expect(log()).toEqual(['move'])
  })

  it('turns the wheel, and leaves pinching to the browser', () => {
    const turn = (also: { ctrlKey?: boolean }) => video.dispatchEvent(wheelEvent(also))
    expect(turn({})).toBe(false)
    expect(turn({ ctrlKey: true })).toBe(true)
    expect(log()).toEqual(['wheel'])
  })
})

describe('fingers', () => {
  const touch = (type: string, ...points: readonly (readonly [number, number])[]): boolean => {
    const event = new Event(type, { cancelable: true })
    Object.assign(event, { touches: points.map(([clientX, clientY]) => ({ clientX, clientY })) })
    return video.dispatchEvent(event)
  }

  it('tap', () => {
    touch('touchstart', [100, 100])
    touch('touchmove', [104, 100])
    touch('touchend')
    expect(log()).toEqual(['+left', '-left'])
  })

  it('tap twice at one place', () => {
    touch('touchstart', [100, 100])
    touch('touchend')
    touch('touchstart', [109, 96])
    touch('touchend')
    clock.advance(DOUBLE_TAP_MS + 1)
    touch('touchstart', [109, 96])
    touch('touchend')
    const places = sent.flatMap((draft) => (draft.type === 'button' && draft.pressed ? [draft.at.x] : []))
    expect(places).toEqual([0.1005, 0.1005, 0.1095])
  })

  it('rest, for the right button', () => {
    touch('touchstart', [100, 100])
    clock.advance(HOLD_MS)
    touch('touchend')
    expect(log().filter((entry) => entry !== 'held')).toEqual(['+right', '-right'])
  })

  it('drag', () => {
    touch('touchstart', [100, 100])
    touch('touchmove', [150, 100])
    touch('touchmove', [200, 100])
    touch('touchend')
    expect(log()).toEqual(['+left', 'move', 'move', '-left'])
  })

  it('scroll, two of them', () => {
    touch('touchstart', [100, 100])
    touch('touchstart', [100, 100], [150, 100])
    expect(touch('touchmove', [100, 50], [150, 50])).toBe(false)
    touch('touchend')
    expect(sent).toMatchObject([{ type: 'wheel', dx: 0, dy: 60 }])
  })

  it('pinch, which is the browser’s business', () => {
    touch('touchstart', [100, 100])
    touch('touchstart', [100, 100], [150, 100])
    expect(touch('touchmove', [50, 100], [200, 100])).toBe(true)
    expect(touch('touchmove', [10, 100], [240, 160])).toBe(true)
    touch('touchend', [10, 100])
    touch('touchend')
    expect(sent).toEqual([])
  })

  it('that drag let go when a second one joins, or the browser takes over', () => {
    touch('touchstart', [100, 100])
    touch('touchmove', [150, 100])
    touch('touchstart', [150, 100], [300, 100])
    touch('touchend')
    touch('touchstart', [100, 100])
    touch('touchmove', [150, 100])
    touch('touchcancel')
    expect(log()).toEqual(['+left', 'move', '-left', '+left', 'move', '-left'])
  })
})
