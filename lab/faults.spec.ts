import { expect } from '@playwright/test'
import { expectLivePicture } from '../e2e/support/expectations.ts'
import { connect } from './support/connect.ts'
import { faults } from './support/faults.ts'
import { test } from './support/fixtures.ts'
import { longestStill, watchPicture } from './support/picture-watch.ts'

/** How long a picture that should return is waited for, in milliseconds. */
const PATIENCE_MS = 40_000

/** What passes here is the time that a fault lasts: there is no other event to wait for. */
const last = (durationMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, durationMs))

const seconds = (durationMs: number): string => `${(durationMs / 1000).toFixed(1)} s`

test.setTimeout(120_000)

for (const fault of faults)
  test(fault.name, async ({ lab }, testInfo) => {
    const connection = { access: fault.access, family: 'ipv4' } as const
    const session = await connect(lab, { host: connection, viewer: connection })
    const picture = await watchPicture(session.viewer)
    const beganMs = Date.now()
    await fault.begin(lab, connection)
    await last(fault.lastsMs)
    const overMs = Date.now()
    await fault.end?.(lab, connection)

    const report = (outcome: string): Promise<void> =>
      testInfo.attach('fault', { body: JSON.stringify({ fault: fault.name, outcome, why: fault.why }) })
    if (fault.expected === 'goes-on') {
      const stillMs = longestStill(await picture.frames(), beganMs, overMs)
      await report(stillMs < 1_000 ? 'goes on' : `goes on, still for up to ${seconds(stillMs)}`)
      expect(stillMs).toBeLessThan(fault.limitMs)
      await expectLivePicture(session.viewer)
    } else if (fault.expected === 'returns') {
      // Frames that were under way when the fault began do not count as its return.
      const settledMs = Math.max(overMs, beganMs + 1_000)
      const next = async (): Promise<number | undefined> =>
        (await picture.frames()).find((at) => at > settledMs)
      await expect.poll(next, { timeout: PATIENCE_MS, message: 'the picture moves again' }).toBeDefined()
      const returnedMs = ((await next()) ?? Infinity) - overMs
      await report(`back after ${seconds(returnedMs)}`)
      expect(returnedMs).toBeLessThan(fault.limitMs)
      await expectLivePicture(session.viewer)
    } else {
      await expect(session.viewer.locator('[data-error-code]').first()).toBeVisible({ timeout: PATIENCE_MS })
      await report('ends; both are told')
    }
    await session.close()
  })
