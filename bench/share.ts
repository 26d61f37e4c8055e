import { launchChromium } from '../e2e/support/chromium.ts'
import { startDisplay } from '../e2e/support/display.ts'
import { hostWindow, launchParticipant, viewerWindow } from '../e2e/support/participant.ts'
import { patternWindow } from '../e2e/support/pattern-layout.ts'
import { showPattern } from '../e2e/support/pattern-painter.ts'
import { ensurePrograms } from '../e2e/support/programs.ts'
import { startSignalingServer } from '../e2e/support/signaling-server.ts'
import { ensureWebEdition } from '../scripts/lib/web-edition.ts'
import { shareBare } from './support/bare-loopback.ts'
import { raiseText, showText, textWindow } from './support/content.ts'
import { keepPeerConnections, measurePicture, type PictureFigures } from './support/picture.ts'
import { shareAndJoin } from './support/product-run.ts'
import { median } from './support/statistics.ts'

/**
 * `npm run bench:share`: a 1080p screen full of scrolling text, shared through Beckon between two browsers, and beside
 * it, in the same run and turn by turn, between two bare peer connections in one page. Prints a table in Markdown.
 */
const RUNS = 5
const PICTURE_MS = 10_000

ensurePrograms()
await ensureWebEdition()
const display = await startDisplay()
const server = await startSignalingServer()
const host = await launchParticipant(display, hostWindow, { at: server.url, picksScreen: true })
const viewer = await launchParticipant(display, viewerWindow, { at: server.url })
// Opened last, over the others: the screen shows nothing but the time stamp and text.
const stamp = await launchChromium({ display, window: patternWindow })
const text = await launchChromium({ display, window: textWindow })

const firstFrames: { beckon: number; bare: number }[] = []
const pairings: number[] = []
const pictures: { beckon: PictureFigures; bare: PictureFigures }[] = []
try {
  await showPattern(await (await stamp.browser.newContext({ viewport: null })).newPage())
  await showText(await (await text.browser.newContext({ viewport: null })).newPage())
  await host.page.context().addInitScript(keepPeerConnections)
  await viewer.page.context().addInitScript(keepPeerConnections)
  for (let run = 0; run < RUNS; run++) {
    const product = await shareAndJoin(host.page, viewer.page, server.url)
    raiseText(display)
    const picture = await measurePicture(
      viewer.page,
      '[data-testid=remote-video]',
      [host.pid, viewer.pid],
      PICTURE_MS,
    )
    await host.page.getByTestId('stop-sharing').click()
    // The same page, so that both capture under the same conditions.
    await host.page.goto(server.url)
    const bare = await shareBare(host.page)
    raiseText(display)
    const barePicture = await measurePicture(host.page, '#bare', [host.pid], PICTURE_MS)
    firstFrames.push({ beckon: product.firstFrameMs, bare: bare.firstFrameMs })
    pairings.push(product.pairingMs)
    pictures.push({ beckon: picture, bare: barePicture })
    console.error(`run ${String(run + 1)} of ${String(RUNS)}`)
  }
} finally {
  await text.close()
  await stamp.close()
  await viewer.close()
  await host.close()
  await server.stop()
  await display.stop()
}

type Pair = Readonly<Record<'beckon' | 'bare', number>>

/** A row of the table: the medians of both, and the median of the ratios run by run. */
const row = (name: string, pairs: readonly Pair[], digits = 0): string => {
  const beckon = median(pairs.map((it) => it.beckon))
  const bare = median(pairs.map((it) => it.bare))
  const ratio = median(pairs.map((it) => it.beckon / it.bare))
  return `| ${name} | ${beckon.toFixed(digits)} | ${bare.toFixed(digits)} | ${ratio.toFixed(2)} |`
}
const pairsOf = (pick: (figures: PictureFigures) => number): Pair[] =>
  pictures.map(({ beckon, bare }) => ({ beckon: pick(beckon), bare: pick(bare) }))

const codecs = [...new Set(pictures.flatMap(({ beckon, bare }) => [beckon.codec, bare.codec]))].join(', ')
console.log(
  [
    `1920×1080, text scroll, ${codecs}; medians of ${String(RUNS)} runs of ${String(PICTURE_MS / 1000)} s, turn by turn`,
    '',
    '| | Beckon | bare | ratio |',
    '|---|---|---|---|',
    row('code submitted (bare: connections made) → first decoded frame, ms', firstFrames),
    row(
      'glass → decoded frame p50, ms',
      pairsOf((it) => it.latencyP50Ms),
    ),
    row(
      'glass → decoded frame p95, ms',
      pairsOf((it) => it.latencyP95Ms),
    ),
    row(
      'frames per second',
      pairsOf((it) => it.framesPerSecond),
      1,
    ),
    row(
      'kilobytes per second',
      pairsOf((it) => it.bytesPerSecond / 1000),
    ),
    row(
      'processor cores, all browsers involved',
      pairsOf((it) => it.cores),
      2,
    ),
    '',
    `Pairing, from the answer to the claim until both have keys: ${pairings.map((ms) => ms.toFixed(0)).join(', ')} ms`,
  ].join('\n'),
)
