import * as v from 'valibot'
import { err, ok, type Result } from '#shared/result.ts'
import { STORED_VERSION, storedSchema, type Stored } from './stored.ts'

/** Takes a file of one version to the next. */
export type Migration = (stored: Readonly<Record<string, unknown>>) => Record<string, unknown>

/** By the version they start from: `1` makes 2 of it. */
export type Migrations = Readonly<Record<number, Migration>>

export type ReadError = 'not-json' | 'no-version' | 'too-new' | 'invalid'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Brings a file of an older version to `target`, step by step. */
export const migrate = (
  stored: Record<string, unknown>,
  migrations: Migrations,
  target: number,
): Result<Record<string, unknown>, ReadError> => {
  const { version } = stored
  if (!Number.isSafeInteger(version)) return err('no-version')
  // Written by a later release: to guess at its meaning could lose what it holds.
  if ((version as number) > target) return err('too-new')
  let current = stored
  for (let from = version as number; from < target; from++) {
    const step = migrations[from]
    if (!step) return err('no-version')
    current = { ...step(current), version: from + 1 }
  }
  return ok(current)
}

/** Gives the settings what they did not have, and leaves the rest as it is. */
const withSettings = (
  stored: Readonly<Record<string, unknown>>,
  added: Readonly<Record<string, unknown>>,
) => ({
  ...stored,
  ...(isRecord(stored.settings) && { settings: { ...stored.settings, ...added } }),
})

const migrations: Migrations = {
  // There were no updates to choose about.
  1: (stored) => withSettings(stored, { automaticUpdates: true }),
  // Nobody could control under Wayland.
  2: (stored) => withSettings(stored, { controlOnWayland: false }),
}

/** Reads the settings file; all of it, or nothing: half a file is worse than the defaults. */
export const readStored = (text: string): Result<Stored, ReadError> => {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return err('not-json')
  }
  if (!isRecord(json)) return err('invalid')
  const migrated = migrate(json, migrations, STORED_VERSION)
  if (!migrated.ok) return migrated
  const parsed = v.safeParse(storedSchema, migrated.value)
  return parsed.success ? ok(parsed.output) : err('invalid')
}
