import { expect, type Page } from '@playwright/test'
import { expectLivePicture, expectNothingOpen } from '../support/expectations.ts'
import { readCode } from '../support/product.ts'
import { test } from './fixtures.ts'

/** More presses than any page has places to go. */
const MAX_TABS = 40

/** Presses Tab, as a person does, until the element has the focus and shows it. */
const tabTo = async (page: Page, testId: string): Promise<void> => {
  const target = page.getByTestId(testId)
  await expect(target).toBeVisible()
  const isFocused = (): Promise<boolean> =>
    target.evaluate((element) => element === document.activeElement && element.matches(':focus-visible'))
  for (let presses = 0; presses < MAX_TABS && !(await isFocused()); presses += 1)
    await page.keyboard.press('Tab')
  await expect(target).toBeFocused()
}

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
