import { useLocalStorage, type RemovableRef } from '@vueuse/core'
import * as v from 'valibot'

interface StoredOptions<T> {
  readonly key: string
  readonly schema: v.GenericSchema<unknown, T>
  /** What counts while nothing was chosen, or something else than a choice is found. */
  readonly fallback: T
}

/** Null where it is no JSON. What it was is told to nobody: it may hold a password. */
const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const useParsed = <T>(
  { key, schema, fallback }: StoredOptions<T>,
  decode: (text: string) => unknown,
  encode: (value: T) => string,
): RemovableRef<T> =>
  useLocalStorage<T>(key, fallback, {
    shallow: true,
    serializer: {
      read: (text) => {
        const parsed = v.safeParse(schema, decode(text))
        return parsed.success ? parsed.output : fallback
      },
      write: encode,
    },
  })

/** A choice that this device keeps as JSON; parsed each time it is read, for anybody may have written it. */
export const useStored = <T>(options: StoredOptions<T>): RemovableRef<T> =>
  useParsed(options, readJson, (value) => JSON.stringify(value))

/** The same for text, which is kept as it is. Null is kept as nothing at all. */
export const useStoredText = <T extends string | null>(options: StoredOptions<T>): RemovableRef<T> =>
  useParsed(options, (text) => text, String)
