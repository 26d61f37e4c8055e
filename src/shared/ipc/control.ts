import * as v from 'valibot'
import {
  availabilitySchema,
  controlLevelSchema,
  localGrantSchema,
  type GrantEnding,
  obstacleSchema,
  pointerCheckSchema,
} from '../protocol/grants.ts'
import { inputSchema } from '../protocol/input.ts'
import { guestIdSchema } from './share-status.ts'

/**
 * Control between renderer and main. The renderer relays, and has no say: main asks the host's person, keeps the
 * grants, judges each input and ends what has to end.
 */

/** Inputs that one message carries at most. The page hands each on as it comes: waiting for others would make it older. */
export const MAX_INPUTS = 128

/**
 * A viewer asks, or the person clicks in the window to let it: main asks in either case, in a dialog of its own. Viewers
 * that were refused wait before they ask again; the person's own offer waits for nothing.
 */
export const controlRequestSchema = v.strictObject({
  guestId: guestIdSchema,
  level: controlLevelSchema,
  by: v.picklist(['viewer', 'host']),
})

export const controlInputSchema = v.strictObject({
  guestId: guestIdSchema,
  inputs: v.pipe(v.array(inputSchema), v.minLength(1), v.maxLength(MAX_INPUTS)),
})
export type ControlInput = v.InferOutput<typeof controlInputSchema>

/** Endings that the renderer can tell of; all others are main's own. */
const rendererEndings = ['revoked', 'given-back', 'disconnected'] as const satisfies readonly GrantEnding[]
export const controlEndSchema = v.strictObject({
  guestId: guestIdSchema,
  reason: v.picklist(rendererEndings),
})

/** Everything about control that the window shows and the viewers are told. */
export const controlReportSchema = v.strictObject({
  availability: availabilitySchema,
  /** Viewers that have or asked for something, or had; one that is not listed has `none`, for no reason. */
  grants: v.array(v.strictObject({ guestId: guestIdSchema, grant: localGrantSchema })),
  pointer: pointerCheckSchema,
  obstacle: obstacleSchema,
})
export type ControlReport = v.InferOutput<typeof controlReportSchema>
