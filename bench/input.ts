import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchStandIn } from '../e2e/desktop/stand-in/backend.ts'
import { consentButtons, letHelperIn, takeControl } from '../e2e/control/support/helper.ts'
import { SCREEN, startDisplay } from '../e2e/support/display.ts'
import { launchParticipant, viewerWindow } from '../e2e/support/participant.ts'
import { ensurePrograms } from '../e2e/support/programs.ts'
import { ensureDesktopApp } from '../scripts/lib/desktop-app.ts'
import { ensureWebEdition } from '../scripts/lib/web-edition.ts'
import { measureClicks } from './support/input-clicks.ts'
import { measureKeys } from './support/input-keys.ts'
import { percentile } from './support/statistics.ts'
import { startWitness } from './support/witness.ts'

/**
 * `npm run bench:input`: from a helper's click in a browser to its press on the computer that it controls, beside what of
 * it is not Beckon's: a bare data channel between the same two pages, the stand-in's messages in place of Electron's, and a
 * bare press at the same X server. And from a key to the changed pixel that the helper sees. Both screens are X servers of
 * 1920×1080 on this computer. Prints a table in Markdown.
 */
const TURNS = 200
const KEYS = 60

ensurePrograms()
await ensureWebEdition()
await ensureDesktopApp()
const userData = await mkdtemp(join(tmpdir(), 'beckon-bench-'))
const hostDisplay = await startDisplay()
const viewerDisplay = await startDisplay()
const desktop = await launchStandIn({ display: hostDisplay.name, userData, args: ['--hidden'] })
const closing: (() => Promise<unknown>)[] = [() => desktop.close()]
const load = (): string => (loadavg()[0] ?? Number.NaN).toFixed(1)
const loadBefore = load()
try {
  const help = await letHelperIn(
    { display: hostDisplay, shared: { x: 0, y: 0, ...SCREEN } },
    desktop,
    async (options) => {
      const viewer = await launchParticipant(viewerDisplay, viewerWindow, options)
      closing.unshift(() => viewer.close())
      return viewer
    },
  )
  await takeControl(help, consentButtons.untilStopped)
  const witness = await startWitness(hostDisplay, SCREEN)
  closing.unshift(() => witness.close())
  const turns = await measureClicks(help, witness, TURNS)
  const keys = await measureKeys(help.viewer, KEYS)
  const row = (name: string, samples: readonly number[]): string =>
    `| ${name} | ${percentile(samples, 0.5).toFixed(1)} | ${percentile(samples, 0.95).toFixed(1)} |`
  console.log(
    [
      `1920×1080; ${String(TURNS)} clicks and all beside them turn by turn, then ${String(KEYS)} keys; load ${loadBefore} to ${load()}`,
      '',
      '| | p50, ms | p95, ms |',
      '|---|--:|--:|',
      row(
        "pointer event in the viewer's page → press at the host's X server",
        turns.map(({ click }) => click),
      ),
      row(
        "of that, the stand-in's message from the host's page to main",
        turns.map(({ standIn }) => standIn),
      ),
      row(
        'the same clicks without that',
        turns.map(({ click, standIn }) => click - standIn),
      ),
      row(
        'bare data channel between the same pages, round trip / 2',
        turns.map(({ bare }) => bare),
      ),
      row(
        'bare XTEST press → press at the same X server',
        turns.map(({ press }) => press),
      ),
      row("key event in the viewer's page → changed pixel in its video", keys),
    ].join('\n'),
  )
} finally {
  for (const close of closing) await close()
  await viewerDisplay.stop()
  await hostDisplay.stop()
  await rm(userData, { recursive: true, force: true, maxRetries: 5 })
}
