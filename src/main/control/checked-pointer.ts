import type { PointerCheck } from '#shared/protocol/grants.ts'
import type { Injector } from './injector/injector.ts'
import { checkPointer } from './pointer-check.ts'
import type { SharedDisplay } from './shared-display.ts'

export interface CheckedPointerOptions {
  readonly injector: Pick<Injector, 'inject' | 'locate'>
  readonly display: Pick<SharedDisplay, 'surface' | 'cursor'>
  /** Whether the pointer may be moved at this moment: the person's hand rests, and they are asked nothing. */
  readonly mayMove: () => boolean
  readonly onChanged: () => void
}

/** What is known of whether the pointer lands where it is sent, for as long as somebody controls. */
export class CheckedPointer {
  readonly #options: CheckedPointerOptions
  #found: PointerCheck = { kind: 'unchecked' }
  #checking: AbortController | null = null
  /** It could not be checked so far, or not to the end: the person needs the pointer. */
  #isDue = false

  constructor(options: CheckedPointerOptions) {
    this.#options = options
  }

  get found(): PointerCheck {
    return this.#found
  }

  /** Until then nothing is injected: it would move the pointer away, or land who knows where. */
  get isChecked(): boolean {
    return this.#found.kind !== 'unchecked'
  }

  /** Checks it, anew if that is under way, and as soon as the pointer may be moved. */
  async check(): Promise<void> {
    const { injector, display, mayMove, onChanged } = this.#options
    const { surface } = display
    this.forget()
    onChanged()
    if (!surface) return
    if (!mayMove()) {
      this.#isDue = true
      return
    }
    const checking = new AbortController()
    this.#checking = checking
    const found = await checkPointer(surface, {
      inject: (commands) => injector.inject(commands),
      locate: () => injector.locate(),
      cursor: () => display.cursor,
      signal: checking.signal,
    })
    // Another one may have taken its place, or control may have ended.
    if (!found || this.#checking !== checking) return
    this.#checking = null
    this.#found = found
    onChanged()
  }

  /** The injector was lost: it answers nothing any more that it was asked. */
  retry(): void {
    if (this.#checking) void this.check()
  }

  /** The person moves the pointer, or is asked something. */
  yield(): void {
    if (!this.#checking) return
    this.#stop()
    this.#isDue = true
  }

  /** The person has left it alone again, or has answered. */
  resume(): void {
    if (this.#isDue && this.#options.mayMove()) void this.check()
  }

  /** Nobody controls any more. */
  forget(): void {
    this.#stop()
    this.#found = { kind: 'unchecked' }
  }

  #stop(): void {
    this.#isDue = false
    this.#checking?.abort()
    this.#checking = null
  }
}
