import { describe, expect, it } from 'vitest'
import { StopShortcut } from './shortcuts.ts'

/** A keyboard on which some shortcuts belong to other programs, and some are none. */
const createKeyboard = () => {
  const taken = new Map<string, () => void>()
  const pressed: string[] = []
  const shortcut = new StopShortcut(
    {
      register: (accelerator, run) => {
        if (accelerator === 'Nonsense') throw new TypeError('Error processing argument')
        if (accelerator === 'Other') return false
        taken.set(accelerator, run)
        return true
      },
      unregister: (accelerator) => void taken.delete(accelerator),
    },
    () => pressed.push('stop'),
  )
  return { shortcut, taken, pressed }
}

describe('the stop shortcut', () => {
  it('is taken while it is wanted', () => {
    const { shortcut, taken, pressed } = createKeyboard()
    expect(shortcut.take('A')).toBe(true)
    taken.get('A')?.()
    expect(pressed).toEqual(['stop'])
    expect(shortcut.take(null)).toBe(true)
    expect(taken.size).toBe(0)
  })

  it('gives up the old one for a new one', () => {
    const { shortcut, taken } = createKeyboard()
    shortcut.take('A')
    shortcut.take('A')
    shortcut.take('B')
    expect([...taken.keys()]).toEqual(['B'])
  })

  it.each(['Other', 'Nonsense'])('says that %s cannot be had', (accelerator) => {
    const { shortcut, taken } = createKeyboard()
    shortcut.take('A')
    expect(shortcut.take(accelerator)).toBe(false)
    expect(taken.size).toBe(0)
    expect(shortcut.take('A')).toBe(true)
  })

  it('can be tried without changing anything', () => {
    const { shortcut, taken } = createKeyboard()
    expect(shortcut.canTake('B')).toBe(true)
    expect(taken.size).toBe(0)
    shortcut.take('A')
    expect(shortcut.canTake('Other')).toBe(false)
    expect(shortcut.canTake('A')).toBe(true)
    expect(shortcut.canTake('B')).toBe(true)
    expect([...taken.keys()]).toEqual(['A'])
  })
})
