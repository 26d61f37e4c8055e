/** Makes a `switch` over a union exhaustive at compile time; throws if an unparsed value slips through. */
export const assertNever = (value: never): never => {
  throw new Error(`unexpected variant: ${String(value)}`)
}
