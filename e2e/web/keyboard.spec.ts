import { expect } from '@playwright/test'
import { expectLivePicture, expectNothingOpen } from '../support/expectations.ts'
import { tabTo } from '../support/keyboard.ts'
import { readCode } from '../support/product.ts'
import { test } from './fixtures.ts'

test('everything can be done with the keyboard alone', async ({ host, viewer }) => {
  await tabTo(host, 'share-screen')
  await host.keyboard.press('Enter')
  const code = await readCode(host)

  await tabTo(viewer, 'join-code')
  await viewer.keyboard.type(code)
  await viewer.keyboard.press('Enter')
  await expect(host.getByTestId('accept-viewer')).toBeEnabled()
  await tabTo(host, 'accept-viewer')
  await host.keyboard.press('Enter')
  await expectLivePicture(viewer)

  await tabTo(viewer, 'request-control')
  await viewer.keyboard.press('Enter')
  await tabTo(host, 'grant-control')
  await host.keyboard.press('Enter')
  await expect(viewer.getByTestId('control-state')).toHaveAttribute('data-state', 'pointing')
  await tabTo(viewer, 'give-back-control')
  await viewer.keyboard.press('Enter')
  await expect(viewer.getByTestId('control-state')).toHaveAttribute('data-state', 'none')

  await tabTo(host, 'pause-sharing')
  await host.keyboard.press('Space')
  await expect(host.getByTestId('pause-sharing')).toHaveAttribute('aria-pressed', 'true')
  await host.keyboard.press('Space')
  await expectLivePicture(viewer)

  await tabTo(viewer, 'leave-session')
  await viewer.keyboard.press('Enter')
  await expectNothingOpen(viewer)
  await tabTo(host, 'stop-sharing')
  await host.keyboard.press('Enter')
  await expectNothingOpen(host)
})
