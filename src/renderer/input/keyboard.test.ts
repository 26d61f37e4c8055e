import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HELD_INTERVAL_MS } from '#shared/protocol/input.ts'
import { ESCAPE_HOLD_MS } from './keyboard.ts'
import { InputStage } from './testing/input-stage.ts'

let stage: InputStage
beforeEach(() => {
  stage = new InputStage()
})
afterEach(() => stage.close())

const compose = (type: string, data: string) =>
  stage.field.dispatchEvent(Object.assign(new Event(type), { data }))

describe('the keyboard', () => {
  it('sends characters as text, and no Shift along with them', () => {
    stage.down('Shift', 'ShiftLeft', { shiftKey: true })
    expect(stage.down('A', 'KeyA', { shiftKey: true })).toBe(true)
    stage.write('A')
    stage.up('A', 'KeyA', { shiftKey: true })
    stage.up('Shift', 'ShiftLeft')
    expect(stage.log).toEqual(['“A”'])
  })

  it('presses Shift for what is not a character, lets go of it to write, and presses it again', () => {
    stage.down('Shift', 'ShiftLeft', { shiftKey: true })
    stage.down('ArrowLeft', 'ArrowLeft', { shiftKey: true })
    stage.up('ArrowLeft', 'ArrowLeft', { shiftKey: true })
    stage.write('X')
    stage.down('Home', 'Home', { shiftKey: true })
    stage.up('Home', 'Home', { shiftKey: true })
    stage.up('Shift', 'ShiftLeft')
    expect(stage.log).toEqual([
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
    stage.down('Shift', 'ShiftRight', { shiftKey: true })
    stage.up('Shift', 'ShiftRight')
    expect(stage.log).toEqual(['+ShiftRight', '-ShiftRight'])
  })

  it('sends shortcuts as physical keys, which the browser then does not act upon', () => {
    stage.down('Control', 'ControlLeft', { ctrlKey: true })
    expect(stage.down('c', 'KeyC', { ctrlKey: true })).toBe(false)
    stage.up('c', 'KeyC', { ctrlKey: true })
    stage.up('Control', 'ControlLeft')
    expect(stage.log).toEqual(['+ControlLeft', '+KeyC', '-KeyC', '-ControlLeft'])
  })

  it('sends what an stage.input method has chosen, and nothing on the way there', () => {
    stage.down('Process', 'KeyG', { isComposing: true })
    stage.field.dispatchEvent(
      new InputEvent('beforeinput', { data: 'ㅎ', inputType: 'insertCompositionText', isComposing: true }),
    )
    compose('compositionend', '한')
    expect(stage.log).toEqual(['“한”'])
  })

  it('shows what is put together, and takes it as it is when a click moves on', () => {
    compose('compositionupdate', 'ㅎ')
    compose('compositionupdate', '하')
    expect(stage.composing).toEqual(['ㅎ', '하'])
    stage.field.focus()
    stage.field.addEventListener('blur', () => compose('compositionend', '하'), { once: true })
    stage.mouse('pointerdown', 10, 1)
    expect(stage.composing.at(-1)).toBe('')
    expect(stage.log).toEqual(['“하”', '+left'])
    stage.field.blur()
    expect(stage.log.at(-1)).toBe('release-all')
  })

  it('knows Safari’s order: a composition ends before the key that confirms it', () => {
    stage.field.dispatchEvent(
      new InputEvent('beforeinput', { data: '한', inputType: 'insertFromComposition', cancelable: true }),
    )
    compose('compositionend', '한')
    const confirm = new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', cancelable: true })
    Object.defineProperty(confirm, 'keyCode', { value: 229 })
    stage.field.dispatchEvent(confirm)
    expect(stage.log).toEqual(['“한”'])
  })

  it('lets go of the key that was pressed, though Num Lock has changed what it is', () => {
    stage.down('ArrowLeft', 'Numpad4')
    stage.up('4', 'Numpad4')
    expect(stage.log).toEqual(['+ArrowLeft', '-ArrowLeft'])
  })

  it('lets go of a shortcut’s key that has become a letter', () => {
    stage.down('Control', 'ControlLeft', { ctrlKey: true })
    stage.down('a', 'KeyA', { ctrlKey: true })
    stage.up('Control', 'ControlLeft')
    stage.down('a', 'KeyA', { repeat: true })
    stage.write('a')
    expect(stage.log).toEqual(['+ControlLeft', '+KeyA', '-ControlLeft', '-KeyA', '“a”'])
  })

  it('understands the edits of on-screen keyboards', () => {
    stage.write('', 'deleteContentBackward')
    stage.write('', 'insertLineBreak')
    expect(stage.log).toEqual(['+Backspace', '-Backspace', '+Enter', '-Enter'])
  })

  it('lets go of Ctrl that Windows pressed for AltGr', () => {
    stage.down('Control', 'ControlLeft', { ctrlKey: true })
    stage.down('AltGraph', 'AltRight', { ctrlKey: true, altKey: true })
    stage.write('€')
    expect(stage.log).toEqual(['+ControlLeft', '-ControlLeft', '“€”'])
  })

  it('lets go of a modifier whose release another program has seen', () => {
    stage.down('Alt', 'AltLeft', { altKey: true })
    stage.down('a', 'KeyA')
    expect(stage.log).toEqual(['+AltLeft', '-AltLeft'])
  })

  it('presses Esc when it turns out to be short, and gives the keyboard back without it when it is held', () => {
    stage.down('Escape', 'Escape')
    expect(stage.log).toEqual([])
    stage.clock.advance(ESCAPE_HOLD_MS - 1)
    stage.up('Escape', 'Escape')
    stage.clock.advance(ESCAPE_HOLD_MS)
    expect(stage.escapes).toBe(0)
    stage.down('Escape', 'Escape')
    stage.down('Escape', 'Escape', { repeat: true })
    stage.clock.advance(ESCAPE_HOLD_MS)
    expect(stage.escapes).toBe(1)
    stage.up('Escape', 'Escape')
    expect(stage.log.filter((entry) => entry !== 'held')).toEqual(['+Escape', '-Escape', 'release-all'])
  })

  it.each<[string, string, () => void]>([
    ['a character', '“:”', () => stage.write(':')],
    ['a key', '+Enter', () => stage.down('Enter', 'Enter')],
    ['a click', '+left', () => stage.mouse('pointerdown', 10, 1)],
  ])('presses Esc before %s that follows while it is still down', (_, written, follow) => {
    stage.down('Escape', 'Escape')
    follow()
    stage.up('Escape', 'Escape')
    expect(stage.log).toEqual(['+Escape', '-Escape', written])
  })

  it('holds Esc together with modifiers, as they are', () => {
    stage.down('Control', 'ControlLeft', { ctrlKey: true })
    stage.down('Escape', 'Escape', { ctrlKey: true })
    stage.up('Escape', 'Escape', { ctrlKey: true })
    expect(stage.log).toEqual(['+ControlLeft', '+Escape', '-Escape'])
  })

  it('presses system keys from a menu', () => {
    stage.input.pressSystemKeys('ctrl-alt-del')
    expect(stage.log).toEqual(['+ControlLeft', '+AltLeft', '+Delete', '-Delete', '-AltLeft', '-ControlLeft'])
  })
})

describe('the keyboard of a Mac', () => {
  let mac: InputStage
  beforeEach(() => {
    mac = new InputStage({ isMac: true })
  })
  afterEach(() => mac.close())

  it('lets go of a key with Command at once, for macOS tells nothing of its release', () => {
    const command = { metaKey: true }
    mac.down('Meta', 'MetaLeft', command)
    mac.down('z', 'KeyZ', command)
    mac.down('z', 'KeyZ', { ...command, repeat: true })
    expect(mac.log).toEqual(['+MetaLeft', '+KeyZ', '-KeyZ', '+KeyZ', '-KeyZ'])
    mac.clock.advance(HELD_INTERVAL_MS)
    expect(mac.sent.at(-1)).toEqual({ type: 'held', keys: ['MetaLeft'], buttons: [] })
    mac.up('Meta', 'MetaLeft')
    expect(mac.log.at(-1)).toBe('-MetaLeft')
  })

  it('lets go of a key that was down before Command', () => {
    mac.down('ArrowDown', 'ArrowDown')
    mac.down('Meta', 'MetaLeft', { metaKey: true })
    mac.up('Meta', 'MetaLeft')
    expect(mac.log).toEqual(['+ArrowDown', '+MetaLeft', '-MetaLeft', '-ArrowDown'])
  })
})
