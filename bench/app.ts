import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect } from '@playwright/test'
import { launchStandIn, type StandInDesktop } from '../e2e/desktop/stand-in/backend.ts'
import { type Display, startDisplay } from '../e2e/support/display.ts'
import { ensurePrograms } from '../e2e/support/programs.ts'
import { ensureDesktopApp } from '../scripts/lib/desktop-app.ts'
import { root } from '../scripts/lib/paths.ts'
import { ensureWebEdition } from '../scripts/lib/web-edition.ts'
import { allBytes, startupBytes } from './support/built-size.ts'
import { median } from './support/statistics.ts'

/**
 * `npm run bench:app`: size, start and rest of the desktop app. Start and rest are measured in the stand-in for Electron
 * (e2e/desktop/README.md), beside the least app that runs in it, in the same run and turn by turn: what counts is how
 * far the two are apart. Prints a table in Markdown.
 */
const RUNS = 5
const IDLE_MS = 10_000

const leastApp = join(root, 'e2e/desktop/stand-in/fixture/main.ts')

interface AppFigures {
  /** From the start of the process to a page that can be used. */
  readonly startMs: number
  readonly residentMegabytes: number
  readonly idleProcessorMs: number
  readonly idleTimers: number
}

const launch = async (
  display: Display,
  main: string | undefined,
  use: (app: StandInDesktop, startedMs: number) => Promise<AppFigures>,
): Promise<AppFigures> => {
  const userData = await mkdtemp(join(tmpdir(), 'beckon-bench-'))
  const startedMs = performance.now()
  const app = await launchStandIn({ display: display.name, userData, ...(main !== undefined && { main }) })
  try {
    return await use(app, startedMs)
  } finally {
    await app.close()
    await rm(userData, { recursive: true, force: true, maxRetries: 5 })
  }
}

const measure = (display: Display, main: string | undefined, readySelector: string): Promise<AppFigures> =>
  launch(display, main, async (app, startedMs) => {
    const page = await app.page()
    await expect(page.locator(readySelector)).toBeAttached()
    const startMs = performance.now() - startedMs
    if (main === undefined) await app.closeWindow()
    const before = await app.usage()
    await setTimeout(IDLE_MS)
    const after = await app.usage()
    return {
      startMs,
      residentMegabytes: after.residentBytes / 1_000_000,
      idleProcessorMs: after.processorMs - before.processorMs,
      idleTimers: after.timers,
    }
  })

ensurePrograms()
await ensureWebEdition()
await ensureDesktopApp()
const display = await startDisplay()
const pairs: { beckon: AppFigures; least: AppFigures }[] = []
try {
  for (let run = 0; run < RUNS; run++) {
    const beckon = await measure(display, undefined, '[data-testid=share-screen]')
    const least = await measure(display, leastApp, 'video')
    pairs.push({ beckon, least })
    console.error(`run ${String(run + 1)} of ${String(RUNS)}`)
  }
} finally {
  await display.stop()
}

const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(0)
const row = (name: string, pick: (figures: AppFigures) => number): string => {
  const [beckon, least] = (['beckon', 'least'] as const).map((app) =>
    median(pairs.map((it) => pick(it[app]))),
  )
  return `| ${name} | ${beckon?.toFixed(0) ?? ''} | ${least?.toFixed(0) ?? ''} |`
}

console.log(
  [
    `Desktop app in the stand-in, beside the least app; medians of ${String(RUNS)} runs`,
    '',
    '| | Beckon | least app |',
    '|---|---|---|',
    `| page: scripts and styles before it shows, gzip, kB | ${kilobytes(startupBytes(join(root, 'out/renderer')))} | |`,
    `| page: all scripts and styles, gzip, kB | ${kilobytes(allBytes(join(root, 'out/renderer')))} | |`,
    `| main: script before the window, gzip, kB | ${kilobytes(allBytes(join(root, 'out/main')) - allBytes(join(root, 'out/main/chunks')))} | |`,
    row('start of the process → page can be used, ms', (it) => it.startMs),
    row('main process at rest in the tray, resident, MB', (it) => it.residentMegabytes),
    row(
      `main process at rest, processor time in ${String(IDLE_MS / 1000)} s, ms`,
      (it) => it.idleProcessorMs,
    ),
    row('main process at rest, timers', (it) => it.idleTimers),
  ].join('\n'),
)
