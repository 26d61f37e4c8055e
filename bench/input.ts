import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { launchStandIn } from '../e2e/desktop/stand-in/backend.ts'
import { consentButtons, type Help, letHelperIn, takeControl } from '../e2e/control/support/helper.ts'
import { SCREEN, startDisplay } from '../e2e/support/display.ts'
import { launchParticipant, viewerWindow } from '../e2e/support/participant.ts'
import { ensurePrograms } from '../e2e/support/programs.ts'
import { ensureDesktopApp } from '../scripts/lib/desktop-app.ts'
import { ensureWebEdition } from '../scripts/lib/web-edition.ts'
import { connectBare, pingBare } from './support/bare-channel.ts'
import { percentile } from './support/statistics.ts'
import { startWitness, type Witness } from './support/witness.ts'

/**
 * `npm run bench:input`: from a helper's click in a browser to its injection on the computer that it controls, beside
 * half the round trip of a bare data channel between the same two pages, and half that of the stand-in's messages between
 * page and main, turn by turn; and from a key to the changed pixel that the helper sees. Both screens are X servers of 1920×1080 on this computer. Prints a table in Markdown.
 */
const CLICKS = 200
const KEYS = 60
const PAUSE_MS = 30
/** A picture at rest before the next key. */
const REST_MS = 700

declare global {
  interface Window {
    benchDowns?: number[]
  }
}

interface Arrivals {
  readonly injections: readonly number[]
  readonly bare: readonly number[]
  readonly ipc: readonly number[]
}

/** What the preload gives the page, as far as it is used here. */
interface Preloaded {
  readonly beckon?: { readonly control: { get(): Promise<unknown> } }
}

/** A question of the page that main answers at once, and back, in milliseconds. */
const pingMain = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const startedAt = performance.now()
    await (window as Preloaded).beckon?.control.get()
    return performance.now() - startedAt
  })

const measureClicks = async ({ viewer, picture, desktop }: Help, { presses }: Witness): Promise<Arrivals> => {
  const page = await desktop.page()
  await connectBare(viewer, page)
  await viewer.evaluate(() => {
    const downs: number[] = []
    window.benchDowns = downs
    addEventListener('pointerdown', () => downs.push(performance.timeOrigin + performance.now()), {
      capture: true,
    })
  })
  const box = await picture.boundingBox()
  if (!box) throw new Error('there is no picture')
  const before = presses.length
  const bare: number[] = []
  const ipc: number[] = []
  await viewer.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  for (let click = 0; click < CLICKS; click += 1) {
    await viewer.mouse.down()
    await viewer.mouse.up()
    await wait(PAUSE_MS)
    bare.push((await pingBare(viewer)) / 2)
    await wait(PAUSE_MS)
    ipc.push((await pingMain(page)) / 2)
    await wait(PAUSE_MS)
  }
  await wait(1_000)
  const downs = await viewer.evaluate(() => window.benchDowns ?? [])
  const found = presses.slice(before)
  if (found.length !== downs.length)
    throw new Error(`${String(downs.length)} clicks, ${String(found.length)} presses`)
  return { injections: found.map((at, index) => at - (downs[index] ?? Number.NaN)), bare, ipc }
}

/** Runs in the page: from the next key to the first frame on the screen whose middle has another colour. */
const watchForChange = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const video = document.querySelector<HTMLVideoElement>('[data-testid=remote-video]')
    const canvas = new OffscreenCanvas(1, 1)
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (!video || !context) {
      reject(new Error('there is no picture'))
      return
    }
    const brightness = (): number => {
      context.drawImage(video, video.videoWidth / 2, video.videoHeight / 4, 1, 1, 0, 0, 1, 1)
      return context.getImageData(0, 0, 1, 1).data[0] ?? 0
    }
    const before = brightness()
    let pressedAt = Number.NaN
    addEventListener('keydown', () => (pressedAt = performance.now()), { capture: true, once: true })
    const look: VideoFrameRequestCallback = (now, { expectedDisplayTime }) => {
      if (Math.abs(brightness() - before) > 100) resolve(Math.max(now, expectedDisplayTime) - pressedAt)
      else video.requestVideoFrameCallback(look)
    }
    video.requestVideoFrameCallback(look)
  })

const measureKeys = async (viewer: Page): Promise<readonly number[]> => {
  const times: number[] = []
  for (let key = 0; key < KEYS; key += 1) {
    await wait(REST_MS + (key % 7) * 13)
    const changed = viewer.evaluate(watchForChange)
    await viewer.evaluate(() => undefined)
    await viewer.keyboard.press('F2')
    times.push(await changed)
  }
  return times
}

ensurePrograms()
await ensureWebEdition()
await ensureDesktopApp()
const userData = await mkdtemp(join(tmpdir(), 'beckon-bench-'))
const hostDisplay = await startDisplay()
const viewerDisplay = await startDisplay()
const desktop = await launchStandIn({ display: hostDisplay.name, userData, args: ['--hidden'] })
const closing: (() => Promise<unknown>)[] = [() => desktop.close()]
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
  const { injections, bare, ipc } = await measureClicks(help, witness)
  const keys = await measureKeys(help.viewer)
  const row = (name: string, samples: readonly number[]): string =>
    `| ${name} | ${percentile(samples, 0.5).toFixed(1)} | ${percentile(samples, 0.95).toFixed(1)} |`
  console.log(
    [
      `1920×1080; ${String(CLICKS)} clicks and as many round trips, turn by turn, and ${String(KEYS)} keys`,
      '',
      '| | p50, ms | p95, ms |',
      '|---|--:|--:|',
      row("pointer event in the viewer's page → press at the host's X server", injections),
      row('bare data channel between the same pages, round trip / 2', bare),
      row("the stand-in's messages between the host's page and main, round trip / 2", ipc),
      row("key event in the viewer's page → changed pixel in its video", keys),
    ].join('\n'),
  )
} finally {
  for (const close of closing) await close()
  await viewerDisplay.stop()
  await hostDisplay.stop()
  await rm(userData, { recursive: true, force: true, maxRetries: 5 })
}
