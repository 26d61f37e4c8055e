import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defaultStored, type Stored } from '../../src/main/settings/stored.ts'

/** Leaves settings in the app's folder, as if from an earlier start. */
export const writeSettings = async (
  userData: string,
  changes: Partial<Stored['settings']>,
  others: Partial<Stored> = {},
): Promise<void> => {
  const stored: Stored = { ...defaultStored, ...others, settings: { ...defaultStored.settings, ...changes } }
  await mkdir(userData, { recursive: true })
  await writeFile(join(userData, 'settings.json'), JSON.stringify(stored))
}
