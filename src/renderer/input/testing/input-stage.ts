import { expect } from 'vitest'
import type { InputDraft } from '#shared/protocol/input.ts'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import { RemoteInput } from '../remote-input.ts'

/** A picture of 1000 × 500 that is on the page in that size, what is typed into, and what of both is sent. */
export class InputStage {
  readonly clock = new ManualClock()
  readonly video = document.createElement('video')
  readonly field = document.createElement('textarea')
  readonly composing: string[] = []
  readonly input: RemoteInput
  sent: InputDraft[] = []
  escapes = 0

  constructor({ isMac = false }: { readonly isMac?: boolean } = {}) {
    document.body.append(this.video, this.field)
    Object.assign(this.video, {
      getBoundingClientRect: () => new DOMRect(0, 0, 1000, 500),
      setPointerCapture: () => undefined,
    })
    for (const [name, value] of [
      ['videoWidth', 1000],
      ['videoHeight', 500],
    ] as const)
      Object.defineProperty(this.video, name, { value })
    this.input = new RemoteInput({
      video: this.video,
      field: this.field,
      clock: this.clock,
      isMac,
      send: (draft) => this.sent.push(draft),
      onEscape: () => this.escapes++,
      onComposing: (text) => this.composing.push(text),
    })
    this.input.catches = 'everything'
    this.sent = []
  }

  /** What was sent, in short. */
  get log(): string[] {
    return this.sent.map((draft) => {
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
  }

  down(key: string, code: string, also?: KeyboardEventInit): boolean {
    return this.#key('keydown', { key, code, ...also })
  }

  up(key: string, code: string, also?: KeyboardEventInit): boolean {
    return this.#key('keyup', { key, code, ...also })
  }

  /** As the browser announces text that was typed. */
  write(data: string, inputType = 'insertText'): boolean {
    return this.field.dispatchEvent(new InputEvent('beforeinput', { data, inputType, cancelable: true }))
  }

  mouse(type: string, clientX: number, buttons = 0, also: PointerEventInit = {}): void {
    const where = { clientX, clientY: 100, buttons }
    this.video.dispatchEvent(
      new PointerEvent(type, { ...where, pointerType: 'mouse', cancelable: true, ...also }),
    )
  }

  close(): void {
    this.input.close()
    expect(this.clock.pending).toBe(0)
    document.body.replaceChildren()
  }

  #key(type: string, init: KeyboardEventInit): boolean {
    return this.field.dispatchEvent(new KeyboardEvent(type, { cancelable: true, ...init }))
  }
}
