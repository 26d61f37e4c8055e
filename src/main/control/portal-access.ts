import type { Clock } from '#shared/clock.ts'
import type { Answer, Grants } from './grants.ts'
import type { Injector, Opening } from './injector/injector.ts'
import type { PortalRefusal } from './injector/portal-refusals.ts'
import type { SharedDisplay } from './shared-display.ts'

/** What was refused other than by the person, who knows that they said no. */
export type ToldRefusal = Exclude<PortalRefusal, 'denied'>

/** Where Wayland's portal is what gives mouse and keyboard. */
export interface PortalOptions {
  /** Whether the person has switched that on. */
  readonly isAllowed: () => boolean
  /** Somebody controls: our windows are put away, for they may be anywhere on the screen. */
  readonly hideWindows: () => void
  /** Says to the person why nobody can control, until the signal: then somebody may soon. */
  readonly tell: (refusal: ToldRefusal, over: AbortSignal) => void
}

export interface PortalAccessOptions extends PortalOptions {
  readonly injector: Pick<Injector, 'open' | 'stop' | 'isThere'>
  readonly display: Pick<SharedDisplay, 'isShownBy'>
  readonly grants: Pick<Grants, 'controller' | 'end' | 'endAll'>
  readonly clock: Clock
}

/** As long as our own questions: whoever comes back to it would not know any more what it was about. */
const QUESTION_MS = 60_000

/**
 * Wayland: that the person agreed is not enough, for mouse and keyboard are the system's to give. It asks them once more,
 * in its own dialog, and gives one screen, which has to be the one that viewers see.
 */
export class PortalAccess {
  readonly #options: PortalAccessOptions
  #isMissing = false
  /** Ends what the person was told last. */
  #told = new AbortController()

  constructor(options: PortalAccessOptions) {
    this.#options = options
  }

  get state(): 'off' | 'on' | 'missing' {
    if (!this.#options.isAllowed()) return 'off'
    return this.#isMissing ? 'missing' : 'on'
  }

  /** The person has switched it on or off. What was missing may be there by now. */
  noteChange(): void {
    this.#isMissing = false
    const { isAllowed, grants } = this.#options
    // Questions as well: what they were about cannot be had any more.
    if (!isAllowed()) grants.endAll('revoked')
  }

  /** The answer as it stands once the system was asked. `withdrawn` takes that question back. */
  async secure(answer: Answer, withdrawn: AbortSignal): Promise<Answer> {
    if (answer.kind === 'refuse' || answer.level !== 'control' || withdrawn.aborted) return answer
    const { grants } = this.#options
    this.#told.abort()
    if (this.state === 'off') return { kind: 'refuse', reason: 'unavailable' }
    // One session at a time: whoever controls does no more, whatever the system's answer is.
    if (grants.controller !== null) grants.end(grants.controller, 'handed-over')
    const opened = await this.#open(withdrawn)
    if (opened === null) return answer
    if (opened === 'unanswered' || opened === 'denied') return { kind: 'refuse', reason: opened }
    this.#isMissing = opened === 'missing'
    this.#tell(opened)
    return { kind: 'refuse', reason: 'unavailable' }
  }

  /** Somebody controls from now on; false where the system has taken everything back in the meantime. */
  begin(): boolean {
    const { injector, hideWindows } = this.#options
    if (injector.isThere) hideWindows()
    return injector.isThere
  }

  /** A request has come to its end: gives back what nobody took, as where the viewer has left in between. */
  giveBackUnused(): void {
    const { injector, grants } = this.#options
    if (grants.controller === null) void injector.stop()
  }

  #tell(refusal: ToldRefusal): void {
    this.#told = new AbortController()
    this.#options.tell(refusal, this.#told.signal)
  }

  async #open(withdrawn: AbortSignal): Promise<PortalRefusal | 'unanswered' | null> {
    const { injector, display, clock } = this.#options
    const timeout = new AbortController()
    const cancel = clock.after(QUESTION_MS, () => timeout.abort())
    const signal = AbortSignal.any([withdrawn, timeout.signal])
    signal.addEventListener('abort', () => void injector.stop(), { once: true })
    let opened: Opening
    try {
      opened = await injector.open()
    } finally {
      cancel()
    }
    // Its dialog was left alone for a minute, or there was none: the person reads that nothing came of it.
    if (timeout.signal.aborted && !withdrawn.aborted) this.#tell('failed')
    if (signal.aborted) return 'unanswered'
    if (opened.kind === 'refused') return opened.refusal
    if (opened.screen !== null && display.isShownBy(opened.screen)) return null
    void injector.stop()
    return 'unsuitable'
  }
}
