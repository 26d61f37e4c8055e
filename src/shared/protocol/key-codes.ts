/**
 * The physical keys that a viewer may press, by `KeyboardEvent.code` of UI Events
 * (https://www.w3.org/TR/uievents-code/): what ordinary keyboards have. Keys that would put the computer to sleep or
 * switch it off, and those that no driver of the last decades sends, are left out.
 */
export const modifierCodes = [
  'ShiftLeft',
  'ShiftRight',
  'ControlLeft',
  'ControlRight',
  'AltLeft',
  'AltRight',
  'MetaLeft',
  'MetaRight',
] as const

const digits = [
  'Digit0',
  'Digit1',
  'Digit2',
  'Digit3',
  'Digit4',
  'Digit5',
  'Digit6',
  'Digit7',
  'Digit8',
  'Digit9',
] as const

const letters = [
  'KeyA',
  'KeyB',
  'KeyC',
  'KeyD',
  'KeyE',
  'KeyF',
  'KeyG',
  'KeyH',
  'KeyI',
  'KeyJ',
  'KeyK',
  'KeyL',
  'KeyM',
  'KeyN',
  'KeyO',
  'KeyP',
  'KeyQ',
  'KeyR',
  'KeyS',
  'KeyT',
  'KeyU',
  'KeyV',
  'KeyW',
  'KeyX',
  'KeyY',
  'KeyZ',
] as const

const punctuation = [
  'Backquote',
  'Minus',
  'Equal',
  'BracketLeft',
  'BracketRight',
  'Backslash',
  'Semicolon',
  'Quote',
  'Comma',
  'Period',
  'Slash',
  'IntlBackslash',
  'IntlRo',
  'IntlYen',
] as const

const editing = [
  'Space',
  'Enter',
  'Tab',
  'Backspace',
  'Escape',
  'CapsLock',
  'ContextMenu',
  'Insert',
  'Delete',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'PrintScreen',
  'ScrollLock',
  'Pause',
] as const

const inputMethod = ['Convert', 'NonConvert', 'KanaMode', 'Lang1', 'Lang2'] as const

const numpad = [
  'NumLock',
  'Numpad0',
  'Numpad1',
  'Numpad2',
  'Numpad3',
  'Numpad4',
  'Numpad5',
  'Numpad6',
  'Numpad7',
  'Numpad8',
  'Numpad9',
  'NumpadAdd',
  'NumpadSubtract',
  'NumpadMultiply',
  'NumpadDivide',
  'NumpadDecimal',
  'NumpadComma',
  'NumpadEnter',
  'NumpadEqual',
] as const

const functions = [
  'F1',
  'F2',
  'F3',
  'F4',
  'F5',
  'F6',
  'F7',
  'F8',
  'F9',
  'F10',
  'F11',
  'F12',
  'F13',
  'F14',
  'F15',
  'F16',
  'F17',
  'F18',
  'F19',
  'F20',
  'F21',
  'F22',
  'F23',
  'F24',
] as const

export const keyCodes = [
  ...modifierCodes,
  ...digits,
  ...letters,
  ...punctuation,
  ...editing,
  ...inputMethod,
  ...numpad,
  ...functions,
] as const

export type KeyCode = (typeof keyCodes)[number]
export type ModifierCode = (typeof modifierCodes)[number]

const known: ReadonlySet<string> = new Set(keyCodes)
const modifiers: ReadonlySet<string> = new Set(modifierCodes)

export const isKeyCode = (code: string): code is KeyCode => known.has(code)
export const isModifier = (code: KeyCode): code is ModifierCode => modifiers.has(code)
