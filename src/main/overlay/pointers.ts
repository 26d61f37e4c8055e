import type { Clock } from '#shared/clock.ts'
import type { OverlayPointer } from '#shared/ipc/overlay.ts'
import { pointerColours } from '#shared/pointer-colours.ts'
import type { PlacedInput } from '#shared/protocol/input.ts'
import { isNewer } from '#shared/protocol/motion.ts'
import { Rate } from '#shared/rate.ts'

/** Far above what hands can do. */
const MOVES = { burst: 200, perSecond: 200 }

interface Pointer {
  readonly colour: number
  readonly rate: Rate
  at: PlacedInput['at'] | null
  clicks: number
  sequence: number | null
}

/** Where viewers point who may point, and how often each has clicked. */
export class Pointers {
  readonly #clock: Pick<Clock, 'now'>
  readonly #pointers = new Map<string, Pointer>()

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  /** Those that have pointed at something since they may. */
  list(nameOf: (guestId: string) => string): readonly OverlayPointer[] {
    return [...this.#pointers].flatMap(([id, { colour, at, clicks }]) =>
      at ? [{ id, name: nameOf(id), colour, at, clicks }] : [],
    )
  }

  /** These viewers may point from now on, and no others. */
  keep(guestIds: readonly string[]): void {
    const before = new Map([...this.#pointers].map(([id, { colour }]) => [id, colour]))
    const colours = pointerColours(before, guestIds)
    for (const id of before.keys()) if (!colours.has(id)) this.#pointers.delete(id)
    for (const [id, colour] of colours) {
      if (this.#pointers.has(id)) continue
      const rate = new Rate(MOVES, this.#clock)
      this.#pointers.set(id, { colour, rate, at: null, clicks: 0, sequence: null })
    }
  }

  /** A viewer points; false if that changes nothing: it may not, it does so too often, or a later one came first. */
  note(guestId: string, input: PlacedInput): boolean {
    const pointer = this.#pointers.get(guestId)
    if (!pointer?.rate.take()) return false
    const isLate = pointer.sequence !== null && !isNewer(input.sequence, pointer.sequence)
    const isClick = input.type === 'button' && input.pressed
    if (isLate && !isClick) return false
    pointer.sequence = input.sequence
    pointer.at = input.at
    if (isClick) pointer.clicks += 1
    return true
  }
}
