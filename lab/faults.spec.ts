import { expect } from '@playwright/test'
import { expectLivePicture, expectMediaInUse, expectNothingOpen } from '../e2e/support/expectations.ts'
import { type MediaInUse, mediaInUse } from '../e2e/support/media-watch.ts'
import { expectConnectionState } from '../e2e/support/product.ts'
import { connect, type Session } from './support/connect.ts'
import { faults } from './support/faults.ts'
import { test } from './support/fixtures.ts'
import { durationOf, longestStill, watchPicture, type Still } from './support/picture-watch.ts'
import { describeRoute, readLeg } from './support/route.ts'

/** How long a picture that should return is waited for, in milliseconds. */
const PATIENCE_MS = 40_000

/** A picture that stands still for less does so without a fault, too, in milliseconds. */
const STANDSTILL_MS = 500

/** How long a picture that has returned is looked at, in milliseconds. */
const SETTLING_MS = 5_000

/** What passes here is the time that a fault lasts: there is no other event to wait for. */
const last = (durationMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, durationMs))

const seconds = (durationMs: number): string => `${(durationMs / 1000).toFixed(1)} s`

/** What has to be the same before and after a fault. */
interface Unchanged {
  readonly host: MediaInUse
  readonly viewer: MediaInUse
}

const mediaOf = async ({ host, viewer }: Session): Promise<Unchanged> => ({
  host: await mediaInUse(host),
  viewer: await mediaInUse(viewer),
})

/** The same way, as many connections and captures as before, and nothing that the host is asked. */
const expectAsBefore = async ({ host, viewer, route }: Session, before: Unchanged): Promise<void> => {
  await expect
    .poll(async () => describeRoute(await readLeg(host), await readLeg(viewer)), { message: 'the route' })
    .toBe(route)
  await expectMediaInUse(host, before.host)
  await expectMediaInUse(viewer, before.viewer)
  await expect(host.getByTestId('accept-viewer')).toBeHidden()
}

/** Once the host stops, nothing of it is left on either side, and the viewer reads it. */
const expectNothingLeft = async ({ host, viewer }: Session): Promise<void> => {
  await host.getByTestId('stop-sharing').click()
  await expectConnectionState(viewer, 'ended')
  for (const page of [host, viewer]) await expectNothingOpen(page)
}

test.setTimeout(180_000)

for (const fault of faults)
  test(fault.name, async ({ lab }, testInfo) => {
    const connection = { access: fault.access, family: 'ipv4' } as const
    const session = await connect(lab, { host: connection, viewer: connection })
    const before = await mediaOf(session)
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
    } else {
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
    }
    await fault.heals?.(session, lab)
    await expectAsBefore(session, before)
    await expectNothingLeft(session)
    await session.close()
  })
