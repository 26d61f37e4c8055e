import { expect } from '@playwright/test'
import { expectLivePicture } from '../../support/expectations.ts'
import { joinWithCode } from '../../support/product.ts'
import { embeddedServer } from '../app-log.ts'
import { trayMenu } from '../menus.ts'
import { test } from '../fixtures.ts'
import { expectTray, haveAcceptedBefore, readTrayCode } from '../tray.ts'

/** The button of the question whether a viewer may control this computer that allows it for a while. */
const FOR_MINUTES = 1
const watches = 'Someone without a name is watching'
const controls = 'Someone without a name controls your computer'

test('lets a viewer control the computer, for longer, and no longer, from the tray', async ({
  launchStandIn,
  launchViewer,
}) => {
  const desktop = await launchStandIn({ args: ['--hidden'] })
  await desktop.clickTray('Share my screen')
  await haveAcceptedBefore(desktop)
  const { page: viewer } = await launchViewer({ at: `${await embeddedServer(desktop)}/join` })
  await joinWithCode(viewer, await readTrayCode(desktop))
  await desktop.clickTray('Someone without a name wants to watch', 'Let in')
  await expectLivePicture(viewer)
  const live = { icon: 'live', toolTip: 'Beckon: one person sees your screen' }
  const controlled = { icon: 'controlled', toolTip: 'Beckon: your computer is being controlled' }

  await desktop.answerMessages(FOR_MINUTES)
  await desktop.clickTray(watches, 'Let them control…')
  await expect
    .poll(async () => (await desktop.state()).messages)
    .toEqual(['Let Someone without a name control your computer?'])
  await expectTray(desktop, controlled)
  await desktop.clickTray(controls, 'More time…')
  await expect
    .poll(async () => (await desktop.state()).messages.at(-1))
    .toBe('Give Someone without a name more time?')

  await desktop.clickTray(controls, 'Stop control')
  await expectTray(desktop, live)
  expect(trayMenu(await desktop.state()).map(({ label }) => label)).toContain(watches)
  await expectLivePicture(viewer)
})
