import type { ShareCommand } from '#shared/ipc/share-status.ts'
import type { Control } from './control/control.ts'
import type { RendererLink } from './ipc/renderer-link.ts'
import type { AppModel } from './state/app-model.ts'
import { mayBeAccepted } from './state/app-state.ts'
import type { StopGuard } from './stop-guard.ts'

export interface ShareCommanderOptions {
  readonly model: Pick<AppModel, 'state'>
  readonly link: Pick<RendererLink, 'post'>
  readonly control: Pick<Control, 'end' | 'endAll' | 'confirmAdmission'>
  readonly stopGuard: Pick<StopGuard, 'expectEnd'>
  readonly showRequest: () => void
}

/** Carries to the page what the person wants of the share, from the tray, a notification or the shortcut. */
export class ShareCommander {
  readonly #options: ShareCommanderOptions

  constructor(options: ShareCommanderOptions) {
    this.#options = options
  }

  /** What takes power from viewers happens here at once; the page may be slow, or worse. */
  command(wanted: ShareCommand): void {
    const { link, control, stopGuard } = this.#options
    if (wanted.kind === 'stop') {
      control.endAll('revoked')
      stopGuard.expectEnd()
    }
    if (wanted.kind === 'disconnect') control.end({ guestId: wanted.guestId, reason: 'revoked' })
    if (wanted.kind === 'accept') void this.#accept(wanted.guestId)
    else link.post('share:commanded', wanted)
  }

  /** Nobody is let in before their request was in sight for a while: until then, the answer is to show it. */
  answer(wanted: ShareCommand): void {
    const { model, showRequest } = this.#options
    if (wanted.kind === 'accept' && !mayBeAccepted(model.state.share, wanted.guestId)) showRequest()
    else this.command(wanted)
  }

  async #accept(guestId: string): Promise<void> {
    const { link, control } = this.#options
    if (await control.confirmAdmission(guestId)) link.post('share:commanded', { kind: 'accept', guestId })
  }
}
