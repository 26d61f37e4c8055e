import type { Clock } from '#shared/clock.ts'
import type { InputDraft } from '#shared/protocol/input.ts'
import { isModifier, type KeyCode, type ModifierCode } from '#shared/protocol/key-codes.ts'
import type { Held } from './held.ts'
import { ruleOf } from './key-rules.ts'
import { textPieces } from './text.ts'

export interface KeyboardOptions {
  readonly held: Held
  readonly send: (draft: InputDraft) => void
  readonly clock: Clock
  readonly isMac: boolean
  /** The person held Esc: they want their keyboard back. */
  readonly onEscape: () => void
}

/** How long Esc is held to leave: longer than anybody presses it for the host. */
export const ESCAPE_HOLD_MS = 1_000

/**
 * `keyCode` of a key that an input method has taken. Safari ends a composition before the key that confirms it, which
 * then looks like any Enter but for this: https://www.w3.org/TR/uievents/#determine-keydown-keyup-keyCode
 */
const INPUT_METHOD = 229

type ModifierFlags = Pick<KeyboardEvent, 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'>
const flagOf: Readonly<Record<ModifierCode, keyof ModifierFlags>> = {
  ShiftLeft: 'shiftKey',
  ShiftRight: 'shiftKey',
  ControlLeft: 'ctrlKey',
  ControlRight: 'ctrlKey',
  AltLeft: 'altKey',
  AltRight: 'altKey',
  MetaLeft: 'metaKey',
  MetaRight: 'metaKey',
}

/** Edits that on-screen keyboards make without pressing a key; https://www.w3.org/TR/input-events-2/ */
const editKeys: Readonly<Partial<Record<string, KeyCode>>> = {
  deleteContentBackward: 'Backspace',
  deleteWordBackward: 'Backspace',
  deleteContentForward: 'Delete',
  insertLineBreak: 'Enter',
  insertParagraph: 'Enter',
}

/** What the viewer types, in a field that nobody sees: characters become text, all else physical keys. */
export class Keyboard {
  readonly #options: KeyboardOptions
  /** Modifiers that are held here and, so far, not at the host; true once they have written something. */
  readonly #writing = new Map<ModifierCode, boolean>()
  /** What each key of this keyboard has pressed at the host; with Num Lock, that can change while it is held. */
  readonly #pressed = new Map<string, KeyCode>()
  #cancelEscape: (() => void) | null = null
  /** Esc is down, and goes to the host unless it is held for long. */
  #isEscapeDue = false

  constructor(options: KeyboardOptions) {
    this.#options = options
  }

  keyDown(event: KeyboardEvent): void {
    const { held, isMac } = this.#options
    this.settleModifiers(event)
    const rule = ruleOf(strokeOf(event), isMac)
    switch (rule.kind) {
      case 'text':
        // A shortcut that has become a letter, for its modifier was let go first.
        this.#letGo(event)
        return
      case 'local':
        // Windows presses Ctrl along with AltGr.
        if (event.key === 'AltGraph') held.release('ControlLeft')
        return
      case 'writing-modifier':
        event.preventDefault()
        if (held.isDragging) held.press(rule.code)
        else if (!event.repeat && !held.hasKey(rule.code)) this.#writing.set(rule.code, false)
        return
      case 'key':
        event.preventDefault()
        if (this.#pressed.get(keyOf(event)) !== rule.code) this.#letGo(event)
        this.#press(event, rule.code)
    }
  }

  keyUp(event: KeyboardEvent): void {
    const { held } = this.#options
    const rule = ruleOf(strokeOf(event), this.#options.isMac)
    if (rule.kind === 'writing-modifier') {
      const hasWritten = this.#writing.get(rule.code)
      this.#writing.delete(rule.code)
      // Alone, it may mean something to the host, twice in a row even more.
      if (hasWritten === false) held.tap(rule.code)
    }
    this.#letGo(event)
    if (rule.kind === 'key' || rule.kind === 'writing-modifier') held.release(rule.code)
    if (event.key === 'Escape' || event.code === 'Escape') {
      this.#tapEscape()
      this.#stopEscape()
    }
    // macOS tells nothing of keys that are let go while Command is held: of those, too, that were down before.
    if (event.key === 'Meta') for (const key of held.keys) if (!isModifier(key)) held.release(key)
  }

  beforeInput(event: InputEvent): void {
    // An input method at work; Safari ends with `insertFromComposition`. The choice comes with `compositionend`.
    if (event.isComposing || event.inputType.includes('Composition')) return
    event.preventDefault()
    const key = editKeys[event.inputType]
    if (key) this.#options.held.tap(key)
    else this.type(event.data ?? event.dataTransfer?.getData('text/plain') ?? '')
  }

  /** Types text at the host. */
  type(text: string): void {
    const { held, send } = this.#options
    this.#tapEscape()
    // What Shift does to a character is part of it already.
    for (const code of held.keys) {
      if (!isModifier(code) || !this.#isForWriting(code)) continue
      held.release(code)
      this.#writing.set(code, true)
    }
    for (const code of this.#writing.keys()) this.#writing.set(code, true)
    for (const piece of textPieces(text)) send({ type: 'text', text: piece })
  }

  /** Presses keys together, as from a menu. */
  chord(codes: readonly KeyCode[]): void {
    const { held } = this.#options
    for (const code of codes) held.press(code)
    for (const code of [...codes].reverse()) held.release(code)
  }

  /** Before a click, the wheel or another key: presses what is held back, for it comes before them, or is needed for them. */
  catchUp(): void {
    const { held } = this.#options
    this.#tapEscape()
    for (const code of this.#writing.keys()) held.press(code)
    this.#writing.clear()
  }

  /** Lets go of modifiers whose release was seen by another program, as each event of keyboard and mouse tells. */
  settleModifiers(flags: ModifierFlags): void {
    const { held } = this.#options
    for (const code of held.keys) if (isModifier(code) && !flags[flagOf[code]]) held.release(code)
    for (const code of this.#writing.keys()) if (!flags[flagOf[code]]) this.#writing.delete(code)
  }

  reset(): void {
    this.#writing.clear()
    this.#pressed.clear()
    this.#isEscapeDue = false
    this.#stopEscape()
  }

  #letGo(event: KeyboardEvent): void {
    const pressed = this.#pressed.get(keyOf(event))
    if (!pressed) return
    this.#pressed.delete(keyOf(event))
    this.#options.held.release(pressed)
  }

  #isForWriting(code: ModifierCode): boolean {
    const flag = flagOf[code]
    return flag === 'shiftKey' || (this.#options.isMac && flag === 'altKey')
  }

  #press(event: KeyboardEvent, code: KeyCode): void {
    const { held, isMac } = this.#options
    // A modifier that repeats says nothing new.
    if (event.repeat && (isModifier(code) || code === 'Escape')) return
    if (code === 'Escape') {
      this.#startEscape()
      // It may cancel more over there with each repetition, and whoever wants to leave wants none of that.
      this.#isEscapeDue = !hasModifier(event)
      if (this.#isEscapeDue) return
    }
    this.catchUp()
    // Its release would go untold; it is repeated as often as this side's system says.
    if (isMac && event.metaKey && !isModifier(code)) {
      held.tap(code)
      return
    }
    this.#pressed.set(keyOf(event), code)
    held.press(code)
  }

  #startEscape(): void {
    const { clock, onEscape } = this.#options
    this.#stopEscape()
    this.#cancelEscape = clock.after(ESCAPE_HOLD_MS, onEscape)
  }

  #tapEscape(): void {
    if (!this.#isEscapeDue) return
    this.#isEscapeDue = false
    this.#options.held.tap('Escape')
  }

  #stopEscape(): void {
    this.#cancelEscape?.()
    this.#cancelEscape = null
  }
}

/** A key of this keyboard; on-screen ones have no code. */
const keyOf = ({ code, key }: KeyboardEvent): string => code || key

const hasModifier = ({ ctrlKey, altKey, shiftKey, metaKey }: ModifierFlags): boolean =>
  ctrlKey || altKey || shiftKey || metaKey

const isTaken = ({ keyCode }: { readonly keyCode: number }): boolean => keyCode === INPUT_METHOD

const strokeOf = (event: KeyboardEvent) => ({
  key: event.key,
  code: event.code,
  isComposing: event.isComposing || isTaken(event),
  ctrlKey: event.ctrlKey,
  altKey: event.altKey,
  metaKey: event.metaKey,
  altGraph: event.getModifierState('AltGraph'),
})
