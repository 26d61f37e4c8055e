import type { FramePoint, PlacedInput } from '#shared/protocol/input.ts'

/** Where a viewer points in the picture. */
export interface PointerMark {
  readonly at: FramePoint
  /** How often it has clicked so far: each click is shown once. */
  readonly clicks: number
  /** Which of the colours is its own, from 0 on, for as long as the session lasts. */
  readonly colour: number
}

export type PointerMarks = ReadonlyMap<string, PointerMark>

/** The marks after a viewer has pointed. */
export const withPointer = (marks: PointerMarks, guestId: string, input: PlacedInput): PointerMarks => {
  const isClick = input.type === 'button' && input.pressed
  const before = marks.get(guestId) ?? { clicks: 0, colour: marks.size }
  return new Map(marks).set(guestId, {
    at: input.at,
    clicks: before.clicks + (isClick ? 1 : 0),
    colour: before.colour,
  })
}
