import * as v from 'valibot'

const versionSchema = v.pipe(v.string(), v.maxLength(64))

/** How far the app has come in bringing itself up to date. */
export const updateStatusSchema = v.variant('kind', [
  /** This copy cannot replace itself: a development build, or one that something else keeps up to date. */
  v.strictObject({ kind: v.literal('unavailable') }),
  /** Nobody has asked yet. */
  v.strictObject({ kind: v.literal('idle') }),
  v.strictObject({ kind: v.literal('checking') }),
  /** There is nothing newer. */
  v.strictObject({ kind: v.literal('current') }),
  /** Downloaded as soon as nothing is shared or watched. */
  v.strictObject({ kind: v.literal('found'), version: versionSchema }),
  v.strictObject({
    kind: v.literal('downloading'),
    version: versionSchema,
    /** Of the download, in whole percent. */
    percent: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100)),
  }),
  /** Installed by a restart of the app. */
  v.strictObject({ kind: v.literal('ready'), version: versionSchema }),
  v.strictObject({ kind: v.literal('failed') }),
])
export type UpdateStatus = v.InferOutput<typeof updateStatusSchema>
