import { expect } from '@playwright/test'
import { expectLivePicture } from '../support/expectations.ts'
import { joinWithCode } from '../support/product.ts'
import { embeddedServer } from './app-log.ts'
import { test } from './fixtures.ts'
import { expectTray, haveAcceptedBefore, readTrayCode } from './tray.ts'

test(
  'shows something else, picked from the tray, to the same viewer',
  { tag: '@screen' },
  async ({ launchDesktop, launchViewer }) => {
    const desktop = await launchDesktop({ args: ['--hidden'] })
    await desktop.clickTray('Share my screen')
    await haveAcceptedBefore(desktop)
    const { page: viewer } = await launchViewer({ at: `${await embeddedServer(desktop)}/join` })
    await joinWithCode(viewer, await readTrayCode(desktop))
    await desktop.clickTray('Someone without a name wants to watch', 'Let in')
    await expectLivePicture(viewer)

    await desktop.clickTray('Show something else…')
    const picker = (await desktop.page()).getByTestId('source-picker')
    await picker.getByTestId('cancel-source').click()
    await expect(picker).toBeHidden()
    await expectLivePicture(viewer)

    await desktop.clickTray('Show something else…')
    await picker.getByTestId('share-source').click()
    await expect(picker).toBeHidden()
    await expectLivePicture(viewer)
    await expectTray(desktop, { icon: 'live', toolTip: 'Beckon: one person sees your screen' })
  },
)
