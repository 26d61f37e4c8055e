import { expect } from '@playwright/test'
import { expectError, expectLivePicture } from '../../support/expectations.ts'
import { joinWithCode } from '../../support/product.ts'
import { expectPitches } from '../../support/tones.ts'
import { embeddedServer, expectLogged } from '../app-log.ts'
import { test } from '../fixtures.ts'
import { trayMenu, waitForItem } from '../menus.ts'
import { expectTray, haveAcceptedBefore, readTrayCode } from '../tray.ts'

/** What Beckon does in situations that only the stand-in can bring about. */

for (const sender of ['subframe', 'nobody'] as const)
  test(`refuses a message whose sender is forged: ${sender}`, async ({ launchStandIn }) => {
    const desktop = await launchStandIn()
    await desktop.page()
    expect(await desktop.forge('settings:change', { openAtLogin: true }, sender)).toEqual({
      ok: false,
      error: { code: 'not-allowed' },
    })
    await expectLogged(desktop, { msg: 'ipc refused', channel: 'settings:change', reason: 'sender' })
  })

test('ends the session when what is shared goes away', async ({ launchStandIn, launchViewer }) => {
  const desktop = await launchStandIn({ otherWindows: ['Notes'] })
  const page = await desktop.page()
  await page.getByTestId('share-screen').click()
  const picker = page.getByTestId('source-picker')
  await picker.getByRole('tab', { name: 'Windows' }).click()
  await picker.getByRole('radio', { name: 'Notes' }).click()
  await picker.getByTestId('share-source').click()
  const { page: viewer } = await launchViewer({ at: `${await embeddedServer(desktop)}/join` })
  await joinWithCode(viewer, await readTrayCode(desktop))
  await desktop.clickTray('Someone without a name wants to watch', 'Let in')
  await expectLivePicture(viewer)

  await desktop.loseSource('Notes')
  await expectError(page, 'capture-ended')
  await expectError(viewer, 'session-ended')
  await expectTray(desktop, { icon: 'idle', toolTip: 'Beckon: nothing is shared' })
})

test('explains what macOS is about to ask, before it asks', async ({ launchStandIn }) => {
  const desktop = await launchStandIn({
    platform: 'darwin',
    screenAccess: 'not-determined',
    args: ['--hidden'],
  })
  await desktop.clickTray('Share my screen')
  const page = await desktop.page()
  await expect(page.getByTestId('ask-permission')).toBeVisible()
  expect(await desktop.timesListed()).toBe(0)
  await page.getByTestId('ask-permission').click()
  await expect.poll(() => desktop.timesListed()).toBeGreaterThan(0)
})

test('lets a viewer in, or not, by the buttons of a notification, where the system has them', async ({
  launchStandIn,
  launchViewer,
}) => {
  const desktop = await launchStandIn({ platform: 'darwin', args: ['--hidden'] })
  const asks = 'Someone without a name wants to see your screen'
  const notified = async () =>
    (await desktop.state()).notifications.map(({ title, buttons }) => [title, ...buttons])
  await desktop.clickTray('Share my screen')
  await haveAcceptedBefore(desktop)
  const join = `${await embeddedServer(desktop)}/join`
  const refusedCode = await readTrayCode(desktop)
  const { page: refused } = await launchViewer({ at: join })
  await joinWithCode(refused, refusedCode)
  await expect.poll(notified).toEqual([[asks, 'Refuse', 'Let in']])
  await desktop.answerNotification(asks, 'Refuse')
  await expectError(refused, 'denied')

  const { page: viewer } = await launchViewer({ at: join })
  await joinWithCode(viewer, await readTrayCode(desktop, refusedCode))
  await expect.poll(notified).toEqual([[asks, 'Refuse', 'Let in']])
  // A request that has just come up cannot be granted yet.
  const readMenu = async () => trayMenu(await desktop.state())
  await waitForItem(readMenu, ['Someone without a name wants to watch', 'Let in'])
  await desktop.answerNotification(asks, 'Let in')
  await expectLivePicture(viewer)
  expect(await notified()).toEqual([])
})

test('explains that macOS does not let it record the screen, and shows nothing to anybody', async ({
  launchStandIn,
}) => {
  const desktop = await launchStandIn({ platform: 'darwin', screenAccess: 'denied', args: ['--hidden'] })
  await desktop.clickTray('Share my screen')
  const page = await desktop.page()
  await expect.poll(async () => (await desktop.state()).windows).toMatchObject([{ visible: true }])
  await page.getByTestId('ask-permission').click()
  await page.getByTestId('open-system-settings').click()
  await expect
    .poll(async () => (await desktop.state()).opened)
    .toEqual(['x-apple.systempreferences:com.apple.preference.security?Privacy_ScreenCapture'])
  await expect(page.getByTestId('session-code')).toBeHidden()
})

test('sends what the computer plays, on Windows, if the person wants it', async ({
  launchStandIn,
  launchViewer,
}) => {
  const desktop = await launchStandIn({ platform: 'win32' })
  const page = await desktop.page()
  await page.getByTestId('share-screen').click()
  const picker = page.getByTestId('source-picker')
  await expect(picker.getByRole('switch')).not.toBeChecked()
  await picker.getByTestId('share-source').click()
  const { page: viewer } = await launchViewer({ at: `${await embeddedServer(desktop)}/join` })
  await joinWithCode(viewer, await readTrayCode(desktop))
  await page.getByTestId('accept-viewer').click()
  await expectLivePicture(viewer)
  await expect(viewer.getByTestId('remote-sound')).toHaveCount(0)

  await desktop.clickTray('Show something else…')
  await picker.getByRole('switch', { name: 'Share this computer’s sound' }).click()
  await picker.getByTestId('share-source').click()
  await expect(page.getByTestId('sound-state')).toHaveText('With sound')
  // What stands for the computer's sound is one tone, in one channel.
  await expectPitches(viewer, 440, 440)
  await desktop.clickTray('Pause')
  await expectPitches(viewer, null, null)
})
