import { expect, type Page } from '@playwright/test'
import { startDisplay, type Display } from '../support/display.ts'
import { joinWithCode } from '../support/product.ts'
import { embeddedServer } from './app-log.ts'
import { test as base } from './fixtures.ts'
import { haveAcceptedBefore, readTrayCode } from './tray.ts'

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
  await desktop.clickTray('Share my screen')
  await haveAcceptedBefore(desktop)
  const usedCode = await readTrayCode(desktop)
  const { page: viewer } = await launchViewer({ at: `${await embeddedServer(desktop)}/join` })
  await joinWithCode(viewer, usedCode)
  await desktop.clickTray('Someone without a name wants to watch', 'Let in')
  await expect.poll(() => shapeOf(viewer), { message: 'sees 1920 × 1080' }).toBe('1.8')
  const code = await readTrayCode(desktop, usedCode)

  ownDisplay.resize(1280, 1024)
  await expect.poll(() => shapeOf(viewer), { message: 'sees 1280 × 1024' }).toBe('1.3')
  expect(await readTrayCode(desktop)).toBe(code)
})
