import { expect, type Page } from '@playwright/test'
import { startDisplay, type Display } from '../support/display.ts'
import { test as base } from './fixtures.ts'
import { readTrayCode, shareFromTray } from './tray.ts'

const test = base.extend<{ readonly ownDisplay: Display }>({
  /** One that no other test finds changed. */
  ownDisplay: async ({ display: shared }, use, testInfo) => {
    testInfo.skip(shared.name === '', 'no X display, whose resolution the test could change')
    const display = await startDisplay()
    await use(display)
    await display.stop()
  },
})

/** Width to height of what the viewer sees; the encoder may scale both. */
const shapeOf = async (viewer: Page): Promise<string> => {
  const [width, height] = await viewer
    .getByTestId('remote-video')
    .evaluate((video: HTMLVideoElement) => [video.videoWidth, video.videoHeight] as const)
  return (width / height).toFixed(1)
}

test('shows the screen in its new resolution, under the same code', async ({
  ownDisplay,
  launchDesktop,
  launchViewer,
}) => {
  const desktop = await launchDesktop({ display: ownDisplay.name, args: ['--hidden'] })
  const { page: viewer, usedCode } = await shareFromTray(desktop, launchViewer)
  await expect.poll(() => shapeOf(viewer), { message: 'sees 1920 × 1080' }).toBe('1.8')
  const code = await readTrayCode(desktop, usedCode)

  ownDisplay.resize(1280, 1024)
  await expect.poll(() => shapeOf(viewer), { message: 'sees 1280 × 1024' }).toBe('1.3')
  expect(await readTrayCode(desktop)).toBe(code)
})
