import type { Result } from '../result.ts'

/** What a Result that must be good holds. */
export const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`failed with ${result.error.code}`)
  return result.value
}
