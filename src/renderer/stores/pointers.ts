import type { FramePoint, PlacedInput } from '#shared/protocol/input.ts'

/** Where a viewer points in the picture, and how often it has clicked so far: each click is shown once. */
export interface PointerMark {
  readonly at: FramePoint
  readonly clicks: number
}
export type PointerMarks = ReadonlyMap<string, PointerMark>

/** The marks after a viewer has pointed. */
export const withPointer = (marks: PointerMarks, guestId: string, input: PlacedInput): PointerMarks => {
  const isClick = input.type === 'button' && input.pressed
  const clicks = (marks.get(guestId)?.clicks ?? 0) + (isClick ? 1 : 0)
  return new Map(marks).set(guestId, { at: input.at, clicks })
}
