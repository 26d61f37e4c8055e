import type { PointerCheck } from '#shared/protocol/grants.ts'
import type { Injector } from './injector/injector.ts'
import { checkPointer } from './pointer-check.ts'
import type { SharedDisplay } from './shared-display.ts'

export interface CheckedPointerOptions {
  readonly injector: Pick<Injector, 'inject' | 'locate'>
  readonly display: Pick<SharedDisplay, 'surface' | 'cursor'>
  readonly onChanged: () => void
}

/** What is known of whether the pointer lands where it is sent, for as long as somebody controls. */
export class CheckedPointer {
  readonly #options: CheckedPointerOptions
  #found: PointerCheck = { kind: 'unchecked' }
  #checking: AbortController | null = null
  /** The person's hand came in between. */
  #isDue = false

  constructor(options: CheckedPointerOptions) {
    this.#options = options
  }

  get found(): PointerCheck {
    return this.#found
  }

  /** Nothing else may move the pointer meanwhile. */
  get isChecking(): boolean {
    return this.#checking !== null
  }

  /** Checks it, anew if that is under way. */
  async check(): Promise<void> {
    const { injector, display, onChanged } = this.#options
    const { surface } = display
    this.#stop()
    if (!surface) return
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

  /** The person moves the pointer. */
  yield(): void {
    if (!this.#checking) return
    this.#stop()
    this.#isDue = true
  }

  /** The person has left it alone again. */
  resume(): void {
    if (this.#isDue) void this.check()
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
