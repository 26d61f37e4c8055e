import { expect } from '@playwright/test'
import { expectBlankPicture, expectError, expectLivePicture } from '../support/expectations.ts'
import { acceptViewer, joinWithCode, readCode } from '../support/product.ts'
import { embeddedServer, expectLogged } from './app-log.ts'
import { test } from './fixtures.ts'
import {
  asks,
  expectNoWindow,
  expectTray,
  haveAcceptedBefore,
  readTrayCode,
  stopShortcut,
  watches,
} from './tray.ts'

test(
  'shares the screen from the tray alone, with no window open',
  { tag: '@screen' },
  async ({ launchDesktop, launchViewer }) => {
    const desktop = await launchDesktop({ args: ['--hidden'] })
    await expectTray(desktop, { icon: 'idle', toolTip: 'Beckon: nothing is shared' })
    expect((await desktop.state()).shortcuts).toEqual([])

    await desktop.clickTray('Share my screen')
    await haveAcceptedBefore(desktop)
    const code = await readTrayCode(desktop)
    await expectTray(desktop, { icon: 'waiting', toolTip: 'Beckon: sharing, nobody is watching yet' })
    expect((await desktop.state()).shortcuts).toEqual([stopShortcut])

    const { page: viewer, mishaps } = await launchViewer({ at: `${await embeddedServer(desktop)}/join` })
    await joinWithCode(viewer, code)
    await desktop.clickTray(asks, 'Let in')
    await expectLivePicture(viewer)
    await expectTray(desktop, { icon: 'live', toolTip: 'Beckon: one person sees your screen' })
    expect((await desktop.state()).blockers).toEqual(['prevent-display-sleep'])

    await desktop.clickTray('Pause')
    await expectBlankPicture(viewer)
    await expectTray(desktop, { icon: 'paused', toolTip: 'Beckon: sharing is paused' })
    expect((await desktop.state()).blockers).toEqual([])
    await desktop.clickTray('Go on')
    await expectLivePicture(viewer)

    await expectNoWindow(desktop)
    await desktop.clickTray('Stop sharing')
    await expectError(viewer, 'session-ended')
    await expectTray(desktop, { icon: 'idle', toolTip: 'Beckon: nothing is shared' })
    await expectLogged(desktop, { msg: 'embedded server stopped' })
    expect(await desktop.state()).toMatchObject({ shortcuts: [], blockers: [] })
    await expectNoWindow(desktop)
    expect(mishaps).toEqual([])
  },
)

test(
  'shares the screen from the window, by its own picker',
  { tag: '@screen' },
  async ({ launchDesktop, launchViewer }) => {
    const desktop = await launchDesktop()
    const page = await desktop.page()
    await page.getByTestId('share-screen').click()
    const picker = page.getByTestId('source-picker')
    await expect(picker.getByRole('radio')).toHaveCount(1)
    await picker.getByTestId('share-source').click()
    const code = await readCode(page)

    const { page: viewer } = await launchViewer({ at: `${await embeddedServer(desktop)}/join` })
    await joinWithCode(viewer, code)
    await acceptViewer(page)
    await expectLivePicture(viewer)
    await page.getByTestId('pause-sharing').click()
    await expectBlankPicture(viewer)
    await page.getByTestId('pause-sharing').click()
    await expectLivePicture(viewer)
    await page.getByTestId('stop-sharing').click()
    await expectError(viewer, 'session-ended')
    await expectTray(desktop, { icon: 'idle', toolTip: 'Beckon: nothing is shared' })
  },
)

test(
  'pauses while nobody can be at the screen',
  { tag: '@screen' },
  async ({ watched: { desktop, viewer } }) => {
    await desktop.power('lock-screen')
    await expectBlankPicture(viewer)
    await desktop.power('unlock-screen')
    await expectLivePicture(viewer)
  },
)

test('stops everything by the shortcut', { tag: '@screen' }, async ({ watched: { desktop, viewer } }) => {
  await desktop.pressShortcut(stopShortcut)
  await expectError(viewer, 'session-ended')
  await expectTray(desktop, { icon: 'idle', toolTip: 'Beckon: nothing is shared' })
})

test(
  'stops even a page that hangs, and has a new one afterwards',
  { tag: '@screen' },
  async ({ watched: { desktop } }) => {
    const page = await desktop.page()
    await page.evaluate(() => {
      const hang = (): never => {
        for (;;);
      }
      setTimeout(hang)
    })
    await desktop.pressShortcut(stopShortcut)
    await expectTray(desktop, { icon: 'idle', toolTip: 'Beckon: nothing is shared' })
    await expectLogged(desktop, { msg: 'page did not stop, ended' })
    await expectLogged(desktop, { msg: 'embedded server stopped' })
    expect(await desktop.state()).toMatchObject({ shortcuts: [], blockers: [] })

    await desktop.clickTray('Share my screen')
    await readTrayCode(desktop)
  },
)

test(
  'goes on sharing when its page is kept from going elsewhere',
  { tag: '@screen' },
  async ({ watched: { desktop, viewer } }) => {
    const page = await desktop.page()
    await page.evaluate(() => {
      location.href = 'https://stranger.example/'
    })
    await expectLogged(desktop, { msg: 'navigation refused' })
    await expectTray(desktop, { icon: 'live', toolTip: 'Beckon: one person sees your screen' })
    await desktop.clickTray('Pause')
    await expectBlankPicture(viewer)
    await desktop.clickTray('Go on')
    await expectLivePicture(viewer)
  },
)

test(
  'refuses and disconnects viewers from the tray',
  { tag: '@screen' },
  async ({ launchDesktop, launchViewer }) => {
    const desktop = await launchDesktop({ args: ['--hidden'] })
    await desktop.clickTray('Share my screen')
    await haveAcceptedBefore(desktop)
    const join = `${await embeddedServer(desktop)}/join`
    const refusedCode = await readTrayCode(desktop)
    const { page: refused } = await launchViewer({ at: join })
    await joinWithCode(refused, refusedCode)
    await desktop.clickTray(asks, 'Refuse')
    await expectError(refused, 'denied')

    const { page: viewer } = await launchViewer({ at: join })
    await joinWithCode(viewer, await readTrayCode(desktop, refusedCode))
    await desktop.clickTray(asks, 'Let in')
    await expectLivePicture(viewer)
    await desktop.clickTray(watches, 'Disconnect')
    await expectError(viewer, 'removed')
  },
)

test(
  'brings up the window, instead of letting in, for a person who never did that',
  { tag: '@screen' },
  async ({ launchDesktop, launchViewer }) => {
    const desktop = await launchDesktop({ args: ['--hidden'] })
    await desktop.clickTray('Share my screen')
    const { page: viewer } = await launchViewer({ at: `${await embeddedServer(desktop)}/join` })
    await joinWithCode(viewer, await readTrayCode(desktop))
    await desktop.clickTray(asks, 'Look at the request…')
    const page = await desktop.page()
    await expect(page.getByTestId('stranger-asked')).toBeVisible()
    expect((await desktop.state()).windows).toMatchObject([{ visible: true }])
    await expect(page.getByTestId('accept-viewer')).toBeDisabled()
    await expect(viewer.getByTestId('remote-video')).toBeHidden()
    await acceptViewer(page)
    await expectLivePicture(viewer)
  },
)
