/**
 * Values on their way between the processes, as Electron sends them: by structured clone. What has no form here throws.
 * Runs in Node and in pages, so it carries everything with it.
 */
export const createWire = () => {
  const { structuredClone, JSON, Array, Object, Date, Uint8Array, btoa, atob } = globalThis

  type Tagged = readonly [tag: string, content?: unknown]

  const pack = (value: unknown): unknown => {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
    if (value === undefined) return ['undefined'] satisfies Tagged
    if (typeof value === 'number')
      return Number.isFinite(value) ? value : (['number', String(value)] satisfies Tagged)
    if (Array.isArray(value)) return ['array', value.map(pack)] satisfies Tagged
    if (value instanceof Date) return ['date', value.getTime()] satisfies Tagged
    if (value instanceof Uint8Array) return ['bytes', btoa(String.fromCharCode(...value))] satisfies Tagged
    if (typeof value === 'object' && Object.prototype.toString.call(value) === '[object Object]')
      return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, pack(entry)]))
    throw new Error(`not in the stand-in: sending ${Object.prototype.toString.call(value)}`)
  }

  const unpack = (packed: unknown): unknown => {
    if (packed === null || typeof packed !== 'object') return packed
    if (!Array.isArray(packed))
      return Object.fromEntries(Object.entries(packed).map(([key, entry]) => [key, unpack(entry)]))
    const [tag, content] = packed as unknown as Tagged
    switch (tag) {
      case 'undefined':
        return undefined
      case 'number':
        return Number(content)
      case 'array':
        return (content as unknown[]).map(unpack)
      case 'date':
        return new Date(content as number)
      case 'bytes':
        return Uint8Array.from(atob(content as string), (character) => character.charCodeAt(0))
      default:
        throw new Error(`not in the stand-in: receiving ${tag}`)
    }
  }

  return {
    /** Throws DataCloneError for what cannot be cloned, such as a function. */
    encode: (value: unknown): string => JSON.stringify(pack(structuredClone(value))),
    decode: (text: string): unknown => unpack(JSON.parse(text)),
  }
}

export type Wire = ReturnType<typeof createWire>
