import { expect, type Page } from '@playwright/test'
import { embeddedServer } from '../desktop/app-log.ts'
import { readTrayCode } from '../desktop/tray.ts'
import { joinWithCode } from '../support/product.ts'
import { SCREEN } from '../support/display.ts'
import { openClickRecorder } from './support/click-recorder.ts'
import { test } from './support/help.ts'
import { expectGrant, type Help, placeOf } from './support/helper.ts'

/** Helpers who point at something on the host's real screen, and touch nothing. */
test.describe.configure({ timeout: 120_000 })

const letPoint = async ({ desktop }: Help, viewer: Page): Promise<void> => {
  await desktop.answerMessages(1)
  await viewer.getByTestId('request-pointing').click()
  await expectGrant(viewer, 'pointing')
}

/** Where the page above the screen shows pointers, in fractions of it, in the order of their names. */
const readPointers = (
  overlay: Page,
): Promise<readonly { name: string; x: number; y: number; clicks: number }[]> =>
  overlay.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-testid="overlay-pointer"]')].map((mark) => ({
      name: mark.textContent,
      x: Math.round(parseFloat(mark.style.left)) / 100,
      y: Math.round(parseFloat(mark.style.top)) / 100,
      clicks: Number(mark.dataset.clicks),
    })),
  )

test('two viewers point on the shared screen at once, and click nothing', async ({
  startHelp,
  launchViewer,
}) => {
  const help = await startHelp()
  const { desktop, display, viewer } = help
  const { page: second } = await launchViewer({ at: `${await embeddedServer(desktop)}/join` })
  await joinWithCode(second, await readTrayCode(desktop))
  await desktop.clickTray('Someone without a name wants to watch', 'Let in')
  const picture = second.getByTestId('remote-video')
  await expect.poll(() => picture.evaluate((video: HTMLVideoElement) => video.videoWidth)).toBeGreaterThan(0)
  await letPoint(help, viewer)
  await letPoint(help, second)
  const recorder = openClickRecorder(display, SCREEN)
  const before = display.pointer()

  const first = (await placeOf(help, SCREEN))(480, 270)
  await viewer.mouse.click(first.x, first.y)
  const other = (await placeOf({ picture }, SCREEN))(1440, 810)
  await second.mouse.move(other.x, other.y)
  const overlay = await desktop.page(1)
  const name = 'Someone without a name'
  await expect
    .poll(() => readPointers(overlay))
    .toEqual([
      { name, x: 0.25, y: 0.25, clicks: 1 },
      { name, x: 0.75, y: 0.75, clicks: 0 },
    ])
  expect(recorder.clicks()).toEqual([])
  expect(display.pointer()).toEqual(before)
  recorder.close()

  await viewer.getByTestId('give-back-control').click()
  await expect.poll(() => readPointers(overlay)).toEqual([{ name, x: 0.75, y: 0.75, clicks: 0 }])
  await second.getByTestId('give-back-control').click()
  await expect.poll(async () => (await desktop.state()).windows).toHaveLength(1)
})
