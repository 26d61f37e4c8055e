import * as v from 'valibot'
import { POINTER_COLOURS } from '../pointer-colours.ts'
import { framePointSchema } from '../protocol/input.ts'
import { personNameSchema } from '../protocol/person-name.ts'
import { guestIdSchema } from './share-status.ts'

/** A viewer's pointer, as it is shown above the shared display. */
export const overlayPointerSchema = v.strictObject({
  id: guestIdSchema,
  /** As the viewer typed it, or how somebody without a name is called. */
  name: personNameSchema,
  colour: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(POINTER_COLOURS - 1)),
  at: framePointSchema,
  /** So many so far: each new one ripples. */
  clicks: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
})
export type OverlayPointer = v.InferOutput<typeof overlayPointerSchema>
