import { expect, type Page, type TestInfo } from '@playwright/test'
import { expectLivePicture } from '../support/expectations.ts'
import { acceptViewer, joinWithCode, shareScreen } from '../support/product.ts'
import { test } from './fixtures.ts'

/** Pages in CSS pixels: a small phone, which is also a desktop at 400 % zoom (WCAG 1.4.10), a tablet, a laptop. */
const sizes = [
  { width: 320, height: 640 },
  { width: 768, height: 1024 },
  { width: 1366, height: 768 },
]

/** Nothing has to be scrolled sideways; a picture of each view goes into the report. */
const expectToFit = async (page: Page, view: string, testInfo: TestInfo): Promise<void> => {
  for (const size of sizes) {
    await page.setViewportSize(size)
    const name = `${view} at ${String(size.width)}`
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth), { message: name })
      .toBeLessThanOrEqual(size.width)
    await testInfo.attach(name, { body: await page.screenshot(), contentType: 'image/png' })
  }
}

for (const locale of ['en', 'ko'] as const)
  test(`every view fits phones, tablets and laptops (${locale})`, async ({
    server,
    launchHost,
    launchViewer,
  }, testInfo) => {
    const context = { locale, viewport: sizes[2]!, reducedMotion: 'reduce' } as const
    const { page: host } = await launchHost({ at: server.url, context })
    const { page: viewer } = await launchViewer({ at: `${server.url}/join`, context })

    await expectToFit(host, 'start', testInfo)
    await expectToFit(viewer, 'join', testInfo)
    await viewer.getByTestId('open-check').click()
    await expect(viewer.getByTestId('doctor-outcome')).toHaveAttribute('data-state', 'done')
    await expectToFit(viewer, 'check', testInfo)
    await viewer.getByTestId('doctor-settings').click()
    await expect(viewer.getByTestId('own-server')).toBeVisible()
    await expectToFit(viewer, 'settings', testInfo)
    await viewer.goto(`${server.url}/join`)
    const code = await shareScreen(host)
    await viewer.getByTestId('join-name').fill('Alexandra-Konstantina Papadopoulou-Meier')
    await joinWithCode(viewer, code)
    await expect(host.getByTestId('accept-viewer')).toBeVisible()
    await expectToFit(host, 'request', testInfo)
    await expectToFit(viewer, 'waiting', testInfo)
    await acceptViewer(host)
    await expectLivePicture(viewer)
    await expectToFit(host, 'sharing', testInfo)
    await expectToFit(viewer, 'watching', testInfo)
  })
