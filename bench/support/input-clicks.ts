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
  { presses }: Witness,
  turns: number,
): Promise<readonly ClickTurn[]> => {
  await connectBare(viewer, await desktop.page())
  await noteDowns(viewer)
  const box = await picture.boundingBox()
  if (!box) throw new Error('there is no picture')
  const barePress = openBarePress(display)
  const before = presses.length
  const bare: number[] = []
  const pressedAt: number[] = []
  await viewer.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  for (let turn = 0; turn < turns; turn += 1) {
    await viewer.mouse.down()
    await wait(PAUSE_MS)
    await viewer.mouse.up()
    await wait(PAUSE_MS)
    bare.push((await pingBare(viewer)) / 2)
    await wait(PAUSE_MS)
    pressedAt.push(barePress.press())
    await wait(PAUSE_MS)
    barePress.release()
    await wait(PAUSE_MS)
  }
  await wait(1_000)
  barePress.close()
  const downs = await viewer.evaluate(() => window.benchDowns ?? [])
  const journeys = await desktop.journeys('control:input')
  const found = presses.slice(before)
  if (downs.length !== turns || found.length !== 2 * turns)
    throw new Error(`${String(turns)} turns, ${String(downs.length)} clicks, ${String(found.length)} presses`)
  return downs.map((down, turn) => {
    const arrived = found[2 * turn] ?? Number.NaN
    const journey = journeys.find(({ sentAt, arrivedAt }) => sentAt >= down && arrivedAt <= arrived)
    if (!journey) throw new Error('a click came to its end without main')
    return {
      click: arrived - down,
      standIn: journey.arrivedAt - journey.sentAt,
      bare: bare[turn] ?? Number.NaN,
      press: (found[2 * turn + 1] ?? Number.NaN) - (pressedAt[turn] ?? Number.NaN),
    }
  })
}
