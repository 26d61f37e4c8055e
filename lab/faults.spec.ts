import { expect } from '@playwright/test'
import { expectLivePicture } from '../e2e/support/expectations.ts'
import { connect } from './support/connect.ts'
import { faults } from './support/faults.ts'
import { test } from './support/fixtures.ts'
import { durationOf, longestStill, watchPicture, type Still } from './support/picture-watch.ts'

/** How long a picture that should return is waited for, in milliseconds. */
const PATIENCE_MS = 40_000

/** A picture that stands still for less does so without a fault, too, in milliseconds. */
const STANDSTILL_MS = 500

/** How long a picture that has returned is looked at, in milliseconds. */
const SETTLING_MS = 5_000

/** What passes here is the time that a fault lasts: there is no other event to wait for. */
const last = (durationMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, durationMs))

const seconds = (durationMs: number): string => `${(durationMs / 1000).toFixed(1)} s`

test.setTimeout(180_000)

for (const fault of faults)
  test(fault.name, async ({ lab }, testInfo) => {
    const connection = { access: fault.access, family: 'ipv4' } as const
    const session = await connect(lab, { host: connection, viewer: connection })
    const picture = await watchPicture(session.viewer)
    const beganMs = Date.now()
    await fault.begin(lab, connection)
    await fault.bites?.(session, lab)
    await last(beganMs + fault.lastsMs - Date.now())
    const overMs = Date.now()
    await fault.end?.(lab, connection)

    const report = (outcome: string): Promise<void> =>
      testInfo.attach('fault', { body: JSON.stringify({ fault: fault.name, outcome, why: fault.why }) })
    if (fault.expected === 'goes-on') {
      const stillMs = durationOf(longestStill(await picture.frames(), beganMs, overMs))
      await report(stillMs < 1_000 ? 'goes on' : `goes on, still for up to ${seconds(stillMs)}`)
      expect(stillMs).toBeLessThan(fault.limitMs)
      await expectLivePicture(session.viewer)
    } else if (fault.expected === 'returns') {
      // A fault that changes nothing shows nothing.
      const stoodStill = async (): Promise<Still> => longestStill(await picture.frames(), beganMs, Date.now())
      await expect
        .poll(async () => durationOf(await stoodStill()), { message: 'the picture stands still' })
        .toBeGreaterThan(STANDSTILL_MS)
      const { fromMs } = await stoodStill()
      const next = async (): Promise<number | undefined> =>
        (await picture.frames()).find((at) => at > Math.max(overMs, fromMs))
      await expect.poll(next, { timeout: PATIENCE_MS, message: 'the picture moves again' }).toBeDefined()
      // It may stop once more: what counts is the end of the longest time that it stood still.
      await last(SETTLING_MS)
      const still = longestStill(await picture.frames(), beganMs, Date.now())
      const returnedMs = Math.max(0, still.toMs - overMs)
      await report(`back after ${seconds(returnedMs)}`)
      expect(returnedMs).toBeLessThan(fault.limitMs)
      await expectLivePicture(session.viewer)
    } else {
      await expect(session.viewer.locator('[data-error-code]').first()).toBeVisible({ timeout: PATIENCE_MS })
      await report('ends; the viewer is told why')
    }
    await session.close()
  })
