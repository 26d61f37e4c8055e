import { expect, type Page } from '@playwright/test'
import { test } from '../support/fixtures.ts'
import { shareAndWatch } from '../support/session.ts'

/** Two browsers: the host's can let a viewer point, and no more. */

const controlState = (viewer: Page) => viewer.getByTestId('control-state')

/** Where on its element's width and height the host shows a viewer's pointer, as fractions of the picture. */
const readMark = async (host: Page) => {
  const picture = await host.getByLabel('Preview of your shared screen').boundingBox()
  const mark = await host.getByTestId('pointer-mark').boundingBox()
  if (!picture || !mark) return null
  const size = await host
    .getByLabel('Preview of your shared screen')
    .evaluate((video: HTMLVideoElement) => ({ width: video.videoWidth, height: video.videoHeight }))
  const scale = Math.min(picture.width / size.width, picture.height / size.height)
  const left = picture.x + (picture.width - size.width * scale) / 2
  const top = picture.y + (picture.height - size.height * scale) / 2
  return { x: (mark.x - left) / (size.width * scale), y: (mark.y - top) / (size.height * scale) }
}

test('a viewer asks to point, is let, points where it means to, and is stopped', async ({
  startServer,
  launchHost,
  launchViewer,
}) => {
  const server = await startServer()
  const { page: host } = await launchHost({ at: server.url })
  const { page: viewer } = await launchViewer({ at: server.url })
  await shareAndWatch(host, viewer)

  await expect(controlState(viewer)).toContainText('shares from a browser')
  await viewer.getByTestId('request-control').click()
  await expect(controlState(viewer)).toHaveAttribute('data-state', 'asked')
  await host.getByTestId('grant-control').click()
  await expect(controlState(viewer)).toHaveAttribute('data-state', 'pointing')

  const video = viewer.getByTestId('remote-video')
  const box = await video.boundingBox()
  if (!box) throw new Error('there is no picture')
  const size = await video.evaluate((it: HTMLVideoElement) => ({
    width: it.videoWidth,
    height: it.videoHeight,
  }))
  const scale = Math.min(box.width / size.width, box.height / size.height)
  const place = (x: number, y: number) => ({
    x: box.x + (box.width - size.width * scale) / 2 + x * size.width * scale,
    y: box.y + (box.height - size.height * scale) / 2 + y * size.height * scale,
  })
  for (const [x, y] of [
    [0.5, 0.5],
    [0.1, 0.2],
    [0.9, 0.8],
  ] as const) {
    const { x: clientX, y: clientY } = place(x, y)
    await viewer.mouse.move(clientX, clientY)
    await expect.poll(async () => Math.abs(((await readMark(host))?.x ?? 9) - x)).toBeLessThan(0.01)
    await expect.poll(async () => Math.abs(((await readMark(host))?.y ?? 9) - y)).toBeLessThan(0.02)
  }
  await viewer.mouse.down()
  await viewer.mouse.up()
  await expect(host.getByTestId('pointer-mark').locator('[data-clicks="1"]')).toHaveCount(1)

  await host.getByTestId('revoke-control').click()
  await expect(controlState(viewer)).toContainText('took control back')
  await expect(host.getByTestId('pointer-mark')).toHaveCount(0)
})

test('a viewer is told no, and gives back what it was offered', async ({
  startServer,
  launchHost,
  launchViewer,
}) => {
  const server = await startServer()
  const { page: host } = await launchHost({ at: server.url })
  const { page: viewer } = await launchViewer({ at: server.url })
  await shareAndWatch(host, viewer)

  await viewer.getByTestId('request-control').click()
  await host.getByTestId('deny-control').click()
  await expect(controlState(viewer)).toContainText('said no')

  await host.getByTestId('grant-control').click()
  await expect(controlState(viewer)).toHaveAttribute('data-state', 'pointing')
  await viewer.getByTestId('give-back-control').click()
  await expect(controlState(viewer)).toHaveAttribute('data-state', 'none')
  await expect(host.getByTestId('grant-control')).toBeVisible()
})

test('the two channels beside simple-peer’s are what was agreed on', async ({
  startServer,
  launchHost,
  launchViewer,
}) => {
  const server = await startServer()
  const { page: host } = await launchHost({ at: server.url })
  const { page: viewer } = await launchViewer({ at: server.url })
  for (const page of [host, viewer])
    await page.evaluate(() => {
      const created: string[] = []
      const { createDataChannel } = RTCPeerConnection.prototype
      RTCPeerConnection.prototype.createDataChannel = function (label, init) {
        const channel = createDataChannel.call(this, label, init)
        channel.addEventListener('open', () => {
          const { id, ordered, maxRetransmits, negotiated } = channel
          created.push(JSON.stringify({ label, id, ordered, maxRetransmits, negotiated }))
          if (negotiated)
            document.documentElement.dataset.channels = created
              .filter((it) => it.includes('100') || it.includes('101'))
              .sort()
              .join()
        })
        return channel
      }
    })
  await shareAndWatch(host, viewer)
  for (const page of [host, viewer])
    await expect
      .poll(() => page.evaluate(() => document.documentElement.dataset.channels))
      .toBe(
        '{"label":"control","id":100,"ordered":true,"maxRetransmits":null,"negotiated":true},' +
          '{"label":"motion","id":101,"ordered":false,"maxRetransmits":0,"negotiated":true}',
      )
})
