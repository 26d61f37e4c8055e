import * as v from 'valibot'
import { failure } from '../errors.ts'
import { err, ok, type Result } from '../result.ts'

/** Parses an untrusted value: a fresh object with the schema's fields alone, or `bad-request`. */
export const parse = <Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
): Result<v.InferOutput<Schema>> => {
  const parsed = v.safeParse(schema, input, { abortEarly: true, abortPipeEarly: true })
  return parsed.success ? ok(parsed.output) : err(failure('bad-request'))
}

/** Parses untrusted JSON text of at most `maxLength` UTF-16 units. */
export const parseJson = <Schema extends v.GenericSchema>(
  schema: Schema,
  text: unknown,
  maxLength: number,
): Result<v.InferOutput<Schema>> => {
  if (typeof text !== 'string' || text.length > maxLength) return err(failure('bad-request'))
  try {
    return parse(schema, JSON.parse(text))
  } catch {
    return err(failure('bad-request'))
  }
}
