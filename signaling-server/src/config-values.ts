import { isIP } from 'node:net'
import * as v from 'valibot'
import type { TrustProxy } from './client-address.ts'

/** Readers of single environment variables; each message completes "<VARIABLE> …" and never repeats the value. */

/** A whole number from `min` to `max`. */
export const integer = (min: number, max: number, byDefault: number) => {
  const message = `must be a whole number from ${min} to ${max}`
  return v.pipe(
    v.optional(v.string(), String(byDefault)),
    v.regex(/^\d{1,10}$/, message),
    v.transform(Number),
    v.minValue(min, message),
    v.maxValue(max, message),
  )
}

export const optionalText = v.optional(v.string())

/** A variable that must not be set. */
export const refused = (reason: string) => v.optional(v.never(reason))

/** Items separated by commas; none when unset. */
const list = v.pipe(
  v.optional(v.string(), ''),
  v.transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  ),
)

export const urls = (shape: RegExp, message: string) =>
  v.pipe(list, v.array(v.pipe(v.string(), v.regex(shape, message))))

/** Web origins (`https://example.org`), or `null` for pages that have none of their own. */
export const origins = urls(
  /^(null|[a-z][a-z\d+.-]*:\/\/[^\s/]+)$/,
  'must be origins such as https://example.org, separated by commas',
)

const isBlock = (text: string): boolean => {
  const [address = '', prefix, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128))
}

/** Off, a number of hops, or addresses and CIDR blocks. */
export const proxies = v.pipe(
  list,
  v.check(
    (items) => items.every(isBlock) || (items.length === 1 && /^\d{1,2}$/.test(items[0] ?? '')),
    'must be a number of proxies, or their addresses and CIDR blocks, separated by commas',
  ),
  v.transform((items): TrustProxy => {
    const [first] = items
    if (first === undefined) return { kind: 'none' }
    return isBlock(first) ? { kind: 'blocks', blocks: items } : { kind: 'hops', count: Number(first) }
  }),
)
