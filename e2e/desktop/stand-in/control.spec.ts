import { expect } from '@playwright/test'
import { expectLivePicture } from '../../support/expectations.ts'
import { trayMenu } from '../menus.ts'
import { test } from '../fixtures.ts'
import { expectTray, shareFromTray, watches } from '../tray.ts'

/** The button of the question whether a viewer may control this computer that allows it for a while. */
const FOR_MINUTES = 1
const controls = 'Someone without a name controls your computer'

test('lets a viewer control the computer, for longer, and no longer, from the tray', async ({
  launchStandIn,
  launchViewer,
}) => {
  const desktop = await launchStandIn({ args: ['--hidden'] })
  const { page: viewer } = await shareFromTray(desktop, launchViewer)
  await expectLivePicture(viewer)
  const live = { icon: 'live', toolTip: 'Beckon: one person sees your screen' }
  const controlled = { icon: 'controlled', toolTip: 'Beckon: your computer is being controlled' }

  await desktop.answerMessages(FOR_MINUTES)
  await desktop.clickTray(watches, 'Let them control…')
  await expect
    .poll(async () => (await desktop.state()).messages)
    .toEqual(['Let Someone without a name control your computer?'])
  await expectTray(desktop, controlled)
  // The label goes on with the time of the end.
  const whoControls = async (): Promise<string> =>
    trayMenu(await desktop.state()).find(({ label }) => label.startsWith(`${controls} until `))?.label ?? ''
  await desktop.clickTray(await whoControls(), 'More time…')
  await expect
    .poll(async () => (await desktop.state()).messages.at(-1))
    .toBe('Give Someone without a name more time?')

  await desktop.clickTray(await whoControls(), 'Stop control')
  await expectTray(desktop, live)
  expect(trayMenu(await desktop.state()).map(({ label }) => label)).toContain(watches)
  await expectLivePicture(viewer)
})
