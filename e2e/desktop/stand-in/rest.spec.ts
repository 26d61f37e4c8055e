import { expect } from '@playwright/test'
import { test } from '../fixtures.ts'
import { expectTray, readTrayCode } from '../tray.ts'

test('does nothing by the clock while it rests in the tray', async ({ launchStandIn }) => {
  const desktop = await launchStandIn({ args: ['--hidden'] })
  const timers = async (): Promise<number> => (await desktop.usage()).timers
  await expectTray(desktop, { icon: 'idle', toolTip: 'Beckon: nothing is shared' })
  await expect.poll(timers).toBe(0)

  await desktop.clickTray('Share my screen')
  await readTrayCode(desktop)
  // What counts them sees them, too.
  expect(await timers()).toBeGreaterThan(0)
})
