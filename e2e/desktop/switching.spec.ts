import { expect } from '@playwright/test'
import { expectLivePicture } from '../support/expectations.ts'
import { test } from './fixtures.ts'
import { expectTray } from './tray.ts'

test(
  'shows something else, picked from the tray, to the same viewer',
  { tag: '@screen' },
  async ({ watched: { desktop, viewer } }) => {
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
