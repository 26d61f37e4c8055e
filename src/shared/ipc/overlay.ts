import * as v from 'valibot'
import { framePointSchema } from '../protocol/input.ts'
import { personNameSchema } from '../protocol/person-name.ts'
import { guestIdSchema } from './share-status.ts'

/** As many viewers as there are colours can be told apart; further ones begin again. */
export const POINTER_COLOURS = 6

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
