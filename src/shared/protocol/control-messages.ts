import * as v from 'valibot'
import { failure } from '../errors.ts'
import { err, ok, type Result } from '../result.ts'
import {
  availabilitySchema,
  controlLevelSchema,
  obstacleSchema,
  pointerCheckSchema,
  remoteGrantSchema,
} from './grants.ts'
import { reliableInputs } from './input.ts'
import { parseJson } from './parse.ts'

/**
 * What host and viewer say on the control channel, once the link is up. A message is JSON: `{ "v": 1, "is": … }`.
 * Moves of the pointer are in motion.ts.
 */

export const CONTROL_VERSION = 1
/** The longest message taken, in UTF-16 units: the longest text, each character escaped, and what is around it. */
export const MAX_CONTROL_MESSAGE_LENGTH = 7 * 1024

/** From a viewer. */
export const viewerControlSchema = v.variant('type', [
  ...reliableInputs,
  /** Asks the host's person; the answer is a `grant`. Asking for the control that is had asks for more time. */
  v.strictObject({ type: v.literal('request'), level: controlLevelSchema }),
  /** Ends the viewer's own grant, or its question. */
  v.strictObject({ type: v.literal('give-back') }),
])
export type ViewerControl = v.InferOutput<typeof viewerControlSchema>

/** From the host. All four are sent when the channel opens, and at each change. */
export const hostControlSchema = v.variant('type', [
  v.strictObject({ type: v.literal('availability'), availability: availabilitySchema }),
  v.strictObject({ type: v.literal('grant'), grant: remoteGrantSchema }),
  v.strictObject({ type: v.literal('pointer'), check: pointerCheckSchema }),
  /** What stood in the way of the viewer's last inputs; null once that is over. */
  v.strictObject({ type: v.literal('obstacle'), obstacle: obstacleSchema }),
])
export type HostControl = v.InferOutput<typeof hostControlSchema>

/** Not strict: what a later version puts beside the two must not hide that it is one. */
const envelopeSchema = v.object({ v: v.pipe(v.number(), v.safeInteger()), is: v.unknown() })

const parseControl = <Schema extends v.GenericSchema>(
  schema: Schema,
  text: unknown,
): Result<v.InferOutput<Schema>> => {
  const envelope = parseJson(envelopeSchema, text, MAX_CONTROL_MESSAGE_LENGTH)
  if (!envelope.ok) return envelope
  if (envelope.value.v !== CONTROL_VERSION) return err(failure('version-mismatch'))
  const parsed = v.safeParse(schema, envelope.value.is, { abortEarly: true, abortPipeEarly: true })
  return parsed.success ? ok(parsed.output) : err(failure('bad-request'))
}

/** Host side: an untrusted message of a viewer; `bad-request` or `version-mismatch`. */
export const parseViewerControl = (text: unknown): Result<ViewerControl> =>
  parseControl(viewerControlSchema, text)
/** Viewer side: an untrusted message of the host. */
export const parseHostControl = (text: unknown): Result<HostControl> => parseControl(hostControlSchema, text)

export const encodeControl = (is: ViewerControl | HostControl): string =>
  JSON.stringify({ v: CONTROL_VERSION, is })
