import { expect, type Page } from '@playwright/test'
import { expectBlankPicture, expectLivePicture } from '../support/expectations.ts'
import { expectSharing, shareAndWatch } from '../support/session.ts'
import { test } from './fixtures.ts'

/** Counts the captures that come from now on; gives the count so far. */
const countCaptures = async (page: Page): Promise<() => Promise<string | undefined>> => {
  await page.evaluate(() => {
    const { dataset } = document.documentElement
    const devices = navigator.mediaDevices
    const getDisplayMedia = devices.getDisplayMedia.bind(devices)
    devices.getDisplayMedia = async (options) => {
      const stream = await getDisplayMedia(options)
      dataset.captures = String(Number(dataset.captures ?? 0) + 1)
      return stream
    }
  })
  return () => page.evaluate(() => document.documentElement.dataset.captures)
}

test('shows something else to the same viewer, under the same code', async ({ host, viewer }) => {
  await shareAndWatch(host, viewer)
  const code = await host.getByTestId('session-code').textContent()
  const captures = await countCaptures(host)

  await host.getByTestId('switch-picture').click()
  await expect.poll(captures).toBe('1')
  await expectLivePicture(viewer)
  await expectSharing(host, 1)
  await expect(host.getByTestId('session-code')).toHaveText(code ?? '')

  // What is picked while the picture is paused stays unseen as well.
  await host.getByTestId('pause-sharing').click()
  await expectBlankPicture(viewer)
  await host.getByTestId('switch-picture').click()
  await expect.poll(captures).toBe('2')
  await expectBlankPicture(viewer)
  await host.getByTestId('pause-sharing').click()
  await expectLivePicture(viewer)
  await expectSharing(host, 1)
})
