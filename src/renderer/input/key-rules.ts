import { isKeyCode, isModifier, type KeyCode, type ModifierCode } from '#shared/protocol/key-codes.ts'

/** A key event, as far as the rules look at it. */
export interface KeyStroke {
  readonly key: string
  readonly code: string
  readonly isComposing: boolean
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
  /** `getModifierState('AltGraph')`: the key that gives `@` or `€` on many keyboards. */
  readonly altGraph: boolean
}

export type KeyRule =
  /** Left to the browser and its input method: what comes of it is sent as text. */
  | { readonly kind: 'text' }
  /** Of no concern to the host: keys that change how this side's keyboard writes. */
  | { readonly kind: 'local' }
  /** Held back until it is needed for more than writing: a capital letter needs no Shift at the host. */
  | { readonly kind: 'writing-modifier'; readonly code: ModifierCode }
  | { readonly kind: 'key'; readonly code: KeyCode }

const text: KeyRule = { kind: 'text' }
const local: KeyRule = { kind: 'local' }

/** Keys of the viewer's own input method and locks: what they do shows in the text. */
const localCodes: ReadonlySet<string> = new Set([
  'CapsLock',
  'NumLock',
  'Convert',
  'NonConvert',
  'KanaMode',
  'Lang1',
  'Lang2',
])

/**
 * What becomes of a key. Characters travel as text, so that the layouts of the two keyboards do not matter; everything
 * else, and characters together with Ctrl, Alt or Meta, as the physical key.
 * @param isMac whether Option writes characters, as on macOS
 */
export const ruleOf = (stroke: KeyStroke, isMac: boolean): KeyRule => {
  const { key, code, altGraph } = stroke
  if (stroke.isComposing || key === 'Process') return text
  if (key === 'AltGraph' || localCodes.has(code)) return local
  if (isKeyCode(code) && isModifier(code)) {
    const writes = key === 'Shift' || (isMac && key === 'Alt')
    return writes ? { kind: 'writing-modifier', code } : { kind: 'key', code }
  }
  const isChord = !altGraph && (stroke.ctrlKey || stroke.metaKey || (stroke.altKey && !isMac))
  if (isCharacter(key) || key === 'Dead')
    return isChord && isKeyCode(code) ? { kind: 'key', code } : isChord ? local : text
  const physical = physicalOf(key, code)
  // On-screen keyboards say no more than that something was typed.
  return physical ? { kind: 'key', code: physical } : text
}

/** Named keys have names of several characters. */
const isCharacter = (key: string): boolean => /^.$/su.test(key)

/** The key to press for one that writes nothing. */
const physicalOf = (key: string, code: string): KeyCode | null => {
  // Without Num Lock the number pad moves the cursor; the host's lock may be set otherwise.
  if (code.startsWith('Numpad') && code !== 'NumpadEnter' && isKeyCode(key)) return key
  if (isKeyCode(code)) return code
  return isKeyCode(key) ? key : null
}
