import { describe, expect, it } from 'vitest'
import { acceleratorOf, describeAccelerator, type KeyPress } from './accelerator.ts'

const press = (code: string, ...held: ('ctrl' | 'alt' | 'shift' | 'meta')[]): KeyPress => ({
  code,
  ctrlKey: held.includes('ctrl'),
  altKey: held.includes('alt'),
  shiftKey: held.includes('shift'),
  metaKey: held.includes('meta'),
})

describe('a shortcut', () => {
  it.each([
    [press('KeyX', 'ctrl', 'alt', 'shift'), 'Control+Alt+Shift+X'],
    [press('Digit0', 'meta'), 'Super+0'],
    [press('F12'), 'F12'],
    [press('ArrowUp', 'alt'), 'Alt+Up'],
    [press('Space', 'ctrl'), 'Control+Space'],
  ])('is the keys that were pressed: %j', (pressed, accelerator) => {
    expect(acceleratorOf(pressed)).toBe(accelerator)
  })

  it.each([
    ['only a modifier', press('ControlLeft', 'ctrl')],
    ['a letter alone', press('KeyX')],
    ['a capital letter', press('KeyX', 'shift')],
    ['a key that Electron has no name for', press('IntlRo', 'ctrl')],
  ])('is not %s', (_, pressed) => {
    expect(acceleratorOf(pressed)).toBeNull()
  })

  it('is shown as the keyboard shows it', () => {
    expect(describeAccelerator('CommandOrControl+Alt+X', false)).toBe('Ctrl + Alt + X')
    expect(describeAccelerator('CommandOrControl+Alt+X', true)).toBe('⌘ + ⌥ + X')
  })
})
