import * as v from 'valibot'
import { originSchema } from './settings.ts'

/** A server of somebody on the local network, who shares there. */
export const foundServerSchema = v.strictObject({
  /** What that computer calls itself; not verified. */
  name: v.pipe(v.string(), v.maxLength(64)),
  url: originSchema,
})
export type FoundServer = v.InferOutput<typeof foundServerSchema>
