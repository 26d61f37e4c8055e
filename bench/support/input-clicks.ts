import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import type { Help } from '../../e2e/control/support/helper.ts'
import { connectBare, pingBare } from './bare-channel.ts'
import { openBarePress } from './bare-press.ts'
import type { Witness } from './witness.ts'

declare global {
  interface Window {
    benchDowns?: number[]
  }
}

/** One turn, in milliseconds. */
export interface ClickTurn {
  /** From the pointer event in the viewer's page to the press at the host's X server. */
  readonly click: number
  /** What of that the message from the host's page to main was on its way, which Electron has in its own way. */
  readonly standIn: number
  /** Half the round trip of a bare data channel between the two pages. */
  readonly bare: number
  /** From a bare XTEST press to its arrival. */
  readonly press: number
}

const PAUSE_MS = 30
const ARRIVAL_TIMEOUT_MS = 5_000

/** The next press that the witness has not told of yet, milliseconds since the epoch. */
const nextPress = async ({ presses }: Witness, seen: number): Promise<number> => {
  for (let waitedMs = 0; waitedMs < ARRIVAL_TIMEOUT_MS; waitedMs += PAUSE_MS) {
    await wait(PAUSE_MS)
    const at = presses[seen]
    if (at !== undefined) return at
  }
  throw new Error('a press did not arrive')
}

/** Notes in the viewer's page when the pointer goes down, milliseconds since the epoch. */
const noteDowns = (viewer: Page): Promise<void> =>
  viewer.evaluate(() => {
    const downs: number[] = []
    window.benchDowns = downs
    addEventListener('pointerdown', () => downs.push(performance.timeOrigin + performance.now()), {
      capture: true,
    })
  })

/** Clicks of a helper who controls, with all that they are compared with, turn by turn. */
export const measureClicks = async (
  { viewer, picture, desktop, display }: Help,
  witness: Witness,
  turns: number,
): Promise<readonly ClickTurn[]> => {
  await connectBare(viewer, await desktop.page())
  await noteDowns(viewer)
  const box = await picture.boundingBox()
  if (!box) throw new Error('there is no picture')
  const barePress = openBarePress(display)
  const before = witness.presses.length
  const found: { readonly arrivedAt: number; readonly bare: number; readonly press: number }[] = []
  await viewer.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  for (let turn = 0; turn < turns; turn += 1) {
    await viewer.mouse.down()
    const arrivedAt = await nextPress(witness, before + 2 * turn)
    await viewer.mouse.up()
    await wait(PAUSE_MS)
    const bare = (await pingBare(viewer)) / 2
    await wait(PAUSE_MS)
    const pressedAt = barePress.press()
    const press = (await nextPress(witness, before + 2 * turn + 1)) - pressedAt
    barePress.release()
    await wait(PAUSE_MS)
    found.push({ arrivedAt, bare, press })
  }
  barePress.close()
  const downs = await viewer.evaluate(() => window.benchDowns ?? [])
  const journeys = await desktop.journeys('control:input')
  return found.map(({ arrivedAt, bare, press }, turn) => {
    const down = downs[turn] ?? Number.NaN
    const journey = journeys.find((it) => it.sentAt >= down && it.arrivedAt <= arrivedAt)
    if (!journey) throw new Error('a click came to its end without main')
    return { click: arrivedAt - down, standIn: journey.arrivedAt - journey.sentAt, bare, press }
  })
}
