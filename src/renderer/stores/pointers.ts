import { pointerColours } from '#shared/pointer-colours.ts'
import type { FramePoint, PlacedInput } from '#shared/protocol/input.ts'

/** Where a viewer points in the picture. */
export interface PointerMark {
  /** Null until it has moved. */
  readonly at: FramePoint | null
  /** How often it has clicked so far: each click is shown once. */
  readonly clicks: number
  /** Which of the colours is its own, from 0 on, for as long as it may point. */
  readonly colour: number
}

/** Of the viewers that may point. */
export type PointerMarks = ReadonlyMap<string, PointerMark>

/** The marks after others may point than before. */
export const withPointing = (marks: PointerMarks, pointing: readonly string[]): PointerMarks => {
  const before = new Map([...marks].map(([id, { colour }]) => [id, colour]))
  return new Map(
    [...pointerColours(before, pointing)].map(([id, colour]) => [
      id,
      marks.get(id) ?? { at: null, clicks: 0, colour },
    ]),
  )
}

/** The marks after a viewer has pointed. */
export const withPointer = (marks: PointerMarks, guestId: string, input: PlacedInput): PointerMarks => {
  const before = marks.get(guestId)
  if (!before) return marks
  const isClick = input.type === 'button' && input.pressed
  return new Map(marks).set(guestId, {
    ...before,
    at: input.at,
    clicks: before.clicks + (isClick ? 1 : 0),
  })
}
