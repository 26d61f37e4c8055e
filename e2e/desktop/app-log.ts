import { expect } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Desktop } from './desktop.ts'

/** A line of the app's log, as far as tests read it. */
type LogLine = {
  readonly msg: string
  readonly port?: number
  readonly reason?: string
  readonly channel?: string
}

/** The app's log, from its start. */
export const readLog = async ({ userData }: Desktop): Promise<readonly LogLine[]> => {
  const text = await readFile(join(userData, 'logs/beckon.log'), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LogLine)
}

const lastPort = async (desktop: Desktop): Promise<number> =>
  (await readLog(desktop)).findLast(({ msg }) => msg === 'embedded server started')?.port ?? 0

/** Where a browser on this computer finds the server inside the app, once that runs. */
export const embeddedServer = async (desktop: Desktop): Promise<string> => {
  await expect.poll(() => lastPort(desktop), { message: 'the embedded server runs' }).toBeGreaterThan(0)
  return `http://127.0.0.1:${String(await lastPort(desktop))}`
}

/** Waits for a line in the log. */
export const expectLogged = (desktop: Desktop, line: LogLine): Promise<void> =>
  expect
    .poll(() => readLog(desktop), { message: `the log says '${line.msg}'` })
    .toContainEqual(expect.objectContaining(line))
