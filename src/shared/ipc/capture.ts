import * as v from 'valibot'

/** What can be captured, as main lists it for the picker. The id is a token: worth nothing unless main listed it. */
export const captureSourceSchema = v.strictObject({
  id: v.pipe(v.string(), v.maxLength(128)),
  kind: v.picklist(['screen', 'window']),
  name: v.string(),
  /** A PNG data URL; absent while it is not there yet, and where the system gives none (protected windows). */
  thumbnail: v.optional(v.string()),
  /** A PNG data URL of the program's icon; windows only. */
  appIcon: v.optional(v.string()),
})
export type CaptureSource = v.InferOutput<typeof captureSourceSchema>

/** Whether the system lets this app record the screen; systems without such a permission are always `granted`. */
export const capturePermissionSchema = v.picklist(['granted', 'not-asked', 'denied'])
export type CapturePermission = v.InferOutput<typeof capturePermissionSchema>

/**
 * What became of the last question what to capture, as main has it: the page learns no more than that it gets nothing.
 * `none` when nothing was asked since somebody last wanted to know.
 */
export const captureOutcomeSchema = v.picklist(['none', 'chosen', 'declined', 'failed'])
export type CaptureOutcome = v.InferOutput<typeof captureOutcomeSchema>

/** What the person picked. */
export const captureChoiceSchema = v.strictObject({
  sourceId: captureSourceSchema.entries.id,
  /** Whether this computer's sound goes along; counts only where that was offered. */
  withSound: v.boolean(),
})
export type CaptureChoice = v.InferOutput<typeof captureChoiceSchema>

/** A capture that waits for the person's choice; numbered, so that a late answer meets no other request. */
export const requestIdSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1))
