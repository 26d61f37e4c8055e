import type { Point } from '#shared/geometry.ts'
import type { FramePoint, InputDraft, PointerButton } from '#shared/protocol/input.ts'
import type { Held } from './held.ts'
import { WheelScale } from './wheel.ts'

/** Bits of `MouseEvent.buttons`, in the order in which they are pressed and let go. */
const buttonBits: readonly (readonly [bit: number, button: PointerButton])[] = [
  [1, 'left'],
  [2, 'right'],
  [4, 'middle'],
  [8, 'back'],
  [16, 'forward'],
]

export interface PointerOptions {
  readonly held: Held
  readonly send: (draft: InputDraft) => void
  /** Where in the picture a point of the page lies; null without a picture. */
  readonly locate: (client: Point) => { readonly at: FramePoint; readonly isInside: boolean } | null
  /** Modifiers that wait have to be pressed before a click or a turn of the wheel. */
  readonly beforeAction: () => void
}

type MouseLike = Pick<PointerEvent, 'type' | 'clientX' | 'clientY' | 'buttons'>

/** What a mouse or pen does over the picture. A drag that began on it goes on outside, held to the edge. */
export class Pointer {
  readonly #options: PointerOptions
  readonly #wheel = new WheelScale()
  #buttons = 0

  constructor(options: PointerOptions) {
    this.#options = options
  }

  /** Any pointer event; true if it is for the host. */
  handle(event: MouseLike): boolean {
    const { held, send, locate, beforeAction } = this.#options
    const place = locate({ x: event.clientX, y: event.clientY })
    if (!place) return false
    const before = this.#buttons
    if (!place.isInside && before === 0) return false
    const { at } = place
    // The first button goes down in a `pointerdown`, further ones in moves: this one was pressed elsewhere.
    const isForeign = before === 0 && event.type !== 'pointerdown'
    if (event.buttons === before || isForeign) {
      send({ type: 'move', at })
      return true
    }
    this.#buttons = event.buttons
    beforeAction()
    for (const [bit, button] of buttonBits) {
      const pressed = (event.buttons & bit) !== 0
      if (pressed !== ((before & bit) !== 0)) held.button({ type: 'button', button, pressed, at })
    }
    return true
  }

  /** True if the turn is for the host. */
  turn(event: WheelEvent): boolean {
    const { send, locate, beforeAction } = this.#options
    const place = locate({ x: event.clientX, y: event.clientY })
    if (!place?.isInside) return false
    const turn = this.#wheel.turn(event)
    if (!turn) return true
    beforeAction()
    send({ type: 'wheel', ...turn, at: place.at })
    return true
  }

  reset(): void {
    this.#buttons = 0
  }
}
