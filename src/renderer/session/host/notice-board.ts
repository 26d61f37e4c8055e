import type { HostNotice } from '../snapshots.ts'

/** What a notice of these kinds says holds for one code. */
const aboutTheCode: ReadonlySet<HostNotice['kind']> = new Set(['wrong-code', 'code-burnt', 'join-failed'])

/** The one notice that a host sees: the latest that matters, until it is dismissed or no longer true. */
export class NoticeBoard {
  #current: HostNotice | null = null

  get current(): HostNotice | null {
    return this.#current
  }

  put(notice: HostNotice): void {
    // A join that broke off costs an attacker nothing to cause, so it never takes the place of a warning that does.
    if (notice.kind === 'join-failed' && this.#current && this.#current.kind !== 'join-failed') return
    this.#current = notice
  }

  dismiss(): void {
    this.#current = null
  }

  /** Another code is offered: what was said about the old one does not hold for it. */
  handleNewCode(): void {
    if (this.#current && aboutTheCode.has(this.#current.kind)) this.#current = null
  }
}
