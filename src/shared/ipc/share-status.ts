import * as v from 'valibot'
import { errorCodes } from '../errors.ts'
import { personNameSchema } from '../protocol/person-name.ts'

export const guestIdSchema = v.pipe(v.string(), v.maxLength(64))

/** A viewer, as far as tray and notifications show it. */
export const guestStatusSchema = v.strictObject({
  id: guestIdSchema,
  /** As the viewer typed it, not verified; may be empty. */
  name: personNameSchema,
  state: v.picklist(['waiting', 'linking', 'watching', 'interrupted']),
  /** Whether its request has been in sight long enough to be accepted; before that, accepting does nothing. */
  mayBeAccepted: v.boolean(),
  /** Whether it may use this computer's mouse and keyboard now. */
  controls: v.boolean(),
})
export type GuestStatus = v.InferOutput<typeof guestStatusSchema>

/** The host's session, as far as main has to know it. */
export const shareStatusSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('idle') }),
  /** The person picks, or the server is asked for a room. */
  v.strictObject({ kind: v.literal('starting') }),
  v.strictObject({
    kind: v.literal('open'),
    paused: v.boolean(),
    /** As shown and read aloud; null while there is none to give. */
    code: v.nullable(v.pipe(v.string(), v.maxLength(32))),
    guests: v.pipe(v.array(guestStatusSchema), v.maxLength(64)),
  }),
  /** Over; `error` is null when the person stopped it. */
  v.strictObject({ kind: v.literal('ended'), error: v.nullable(v.picklist(errorCodes)) }),
])
export type ShareStatus = v.InferOutput<typeof shareStatusSchema>

export const appStatusSchema = v.strictObject({
  share: shareStatusSchema,
  /** Whether this app watches, or is about to watch, somebody else's screen. */
  viewing: v.boolean(),
})
export type AppStatus = v.InferOutput<typeof appStatusSchema>

/** What tray, notifications and shortcuts ask of the running session. */
export const shareCommandSchema = v.variant('kind', [
  v.strictObject({ kind: v.picklist(['pause', 'resume', 'stop', 'renew-code']) }),
  v.strictObject({ kind: v.picklist(['accept', 'deny', 'disconnect']), guestId: guestIdSchema }),
])
export type ShareCommand = v.InferOutput<typeof shareCommandSchema>
