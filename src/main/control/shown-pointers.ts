import type { Clock } from '#shared/clock.ts'
import type { Input } from '#shared/protocol/input.ts'
import type { OverlayPort } from '../overlay/overlay.ts'
import { Pointers } from '../overlay/pointers.ts'
import type { Grants } from './grants.ts'
import type { SharedDisplay } from './shared-display.ts'

export interface ShownPointersOptions {
  readonly clock: Pick<Clock, 'now'>
  readonly grants: Pick<Grants, 'all'>
  readonly display: Pick<SharedDisplay, 'bounds'>
  readonly overlay: OverlayPort
  readonly isPictureLive: () => boolean
  readonly nameOf: (guestId: string) => string
}

/** The pointers of viewers that may point, and no more, above what they see. */
export class ShownPointers {
  readonly #options: ShownPointersOptions
  readonly #pointers: Pointers

  constructor(options: ShownPointersOptions) {
    this.#options = options
    this.#pointers = new Pointers(options.clock)
  }

  /** What a viewer does with its pointer. */
  note(guestId: string, inputs: readonly Input[]): void {
    const noted = inputs.filter((input) => 'at' in input && this.#pointers.note(guestId, input))
    if (noted.length > 0) this.draw()
  }

  /** Follows grants, names, displays, and whether anything is seen. */
  draw(): void {
    const { grants, display, overlay, isPictureLive, nameOf } = this.#options
    const pointing = grants.all.filter(({ grant: { state } }) => state === 'pointing' || state === 'raising')
    this.#pointers.keep(pointing.map(({ guestId }) => guestId))
    const bounds = pointing.length > 0 && isPictureLive() ? display.bounds : null
    overlay.show(bounds && { bounds, pointers: this.#pointers.list(nameOf) })
  }
}
