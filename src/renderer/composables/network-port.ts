import { settingsSchema } from '#shared/ipc/settings.ts'
import { parse } from '#shared/protocol/parse.ts'
import { ok, type Result } from '#shared/result.ts'

/** A port as typed; nothing stands for any that is free. */
export const parseNetworkPort = (typed: string): Result<number | null> => {
  const text = typed.trim()
  return text === ''
    ? ok(null)
    : parse(settingsSchema.entries.networkPort, /^\d+$/.test(text) ? Number(text) : NaN)
}
