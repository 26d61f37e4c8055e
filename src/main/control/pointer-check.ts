import { distance, pixelAt, type Point, type Rect } from '#shared/geometry.ts'
import type { PointerCheck } from '#shared/protocol/grants.ts'
import type { Command } from './injector/messages.ts'

export interface PointerCheckParts {
  readonly inject: (commands: readonly Command[]) => void
  /** Where the pointer is, as the window system says; null if it does not. */
  readonly locate: () => Promise<Point | null>
  /** Where it is on the shared display, as Electron says, in fractions; a second witness, with another idea of scale. */
  readonly cursor: () => Point | null
  /** Says that the person moves the pointer, that displays changed again, or that control is over. */
  readonly signal: AbortSignal
}

/** Away from edges and corners, which other things happen at. */
const probes: readonly Point[] = [
  { x: 0.31, y: 0.37 },
  { x: 0.67, y: 0.59 },
]
/** Electron counts whole device-independent pixels, which may be so many physical ones, and rounds. */
const ROUNDING = 2

/**
 * Moves the pointer, looks where it is, compares, and puts it back: a click that would land elsewhere is worse than a
 * warning. Whether that can be done at all is part of the answer. Null when it was interrupted: the pointer is then left
 * alone, wherever it is.
 */
export const checkPointer = async (
  surface: Rect,
  { inject, locate, cursor, signal }: PointerCheckParts,
): Promise<PointerCheck | null> => {
  const isInterrupted = (): boolean => signal.aborted
  const before = await locate()
  if (isInterrupted()) return null
  if (!before) return { kind: 'unverifiable' }
  let worst = 0
  for (const probe of probes) {
    const wanted = pixelAt(probe, surface)
    inject([{ kind: 'move', to: wanted }])
    const found = await locate()
    if (isInterrupted()) return null
    if (!found) return { kind: 'unverifiable' }
    worst = Math.max(worst, distance(found, wanted))
    const seen = cursor()
    if (!seen) continue
    const seenAt = { x: surface.x + seen.x * surface.width, y: surface.y + seen.y * surface.height }
    const off = distance(seenAt, wanted)
    if (off > ROUNDING) worst = Math.max(worst, off)
  }
  inject([{ kind: 'move', to: before }])
  return worst === 0 ? { kind: 'exact' } : { kind: 'off', pixels: Math.ceil(worst) }
}
