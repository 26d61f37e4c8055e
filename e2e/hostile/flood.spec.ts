import { expect } from '@playwright/test'
import { expectLivePicture } from '../support/expectations.ts'
import { expectSharing, shareAndWatch } from '../support/session.ts'
import { test } from './support/fixtures.ts'
import { madeUpId } from './support/made-up.ts'

/** The server talks without end. */

const NOTICES = 5000

test('flooded with signals, claims and notices, both apps still react', async ({ server, host, viewer }) => {
  await shareAndWatch(host, viewer)
  const [hostApp, viewerApp] = [server.app('host'), server.app('viewer')]
  for (let notice = 0; notice < NOTICES; notice += 1) {
    const stranger = madeUpId()
    hostApp.signal(stranger, 'x'.repeat(1000))
    hostApp.notify('viewer:claimed', { viewerId: stranger })
    viewerApp.notify('host:presence', { online: notice % 2 === 0 })
    viewerApp.notify('signal:received', { from: stranger })
  }
  await host.getByRole('button', { name: 'Pause' }).click()
  await expect(viewer.getByText(/paused/i).first()).toBeVisible()
  await host.getByRole('button', { name: 'Resume' }).first().click()

  await expectLivePicture(viewer)
  await expectSharing(host, 1)
  // It began with as many of them as an honest server would let wait, and no more.
  const strangers = new Set(
    hostApp.asked.flatMap(({ name, payload }) =>
      name === 'signal:send' ? [(payload as { readonly to: string }).to] : [],
    ),
  )
  strangers.delete(viewerApp.memberId)
  expect(strangers.size).toBeLessThanOrEqual(16)
})
