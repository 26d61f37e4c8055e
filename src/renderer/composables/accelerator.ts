/** The part of a key press that a shortcut is made of. */
export type KeyPress = Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'>

const named: Readonly<Record<string, string>> = {
  Space: 'Space',
  Tab: 'Tab',
  Enter: 'Enter',
  Backspace: 'Backspace',
  Delete: 'Delete',
  Insert: 'Insert',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
}

/** https://www.electronjs.org/docs/latest/tutorial/keyboard-shortcuts#accelerators */
const keyOf = (code: string): string | null =>
  /^Key([A-Z])$/.exec(code)?.[1] ??
  /^Digit(\d)$/.exec(code)?.[1] ??
  /^(F\d{1,2})$/.exec(code)?.[1] ??
  named[code] ??
  null

/**
 * The accelerator for a key press; null while only modifiers are held, and for what would get in the way of typing:
 * a key needs Ctrl, Alt or the system's key beside it, unless it is a function key.
 */
export const acceleratorOf = ({ code, ctrlKey, altKey, shiftKey, metaKey }: KeyPress): string | null => {
  const key = keyOf(code)
  if (key === null || !(ctrlKey || altKey || metaKey || /^F\d/.test(key))) return null
  return [
    ...(ctrlKey ? ['Control'] : []),
    ...(altKey ? ['Alt'] : []),
    ...(shiftKey ? ['Shift'] : []),
    ...(metaKey ? ['Super'] : []),
    key,
  ].join('+')
}

/** As people read it: `Ctrl + Alt + X`, `⌘ + ⌥ + X` on a Mac. */
export const describeAccelerator = (accelerator: string, isMac: boolean): string => {
  const names: Readonly<Record<string, string>> = isMac
    ? { CommandOrControl: '⌘', Control: '⌃', Alt: '⌥', Shift: '⇧', Super: '⌘' }
    : { CommandOrControl: 'Ctrl', Control: 'Ctrl' }
  return accelerator
    .split('+')
    .map((part) => names[part] ?? part)
    .join(' + ')
}
