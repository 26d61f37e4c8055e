import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from '@playwright/test'

/** A picture at rest before the next key. */
const REST_MS = 700

/** Runs in the page: from the next key to the first frame on the screen whose middle has another colour. */
const watchForChange = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const video = document.querySelector<HTMLVideoElement>('[data-testid=remote-video]')
    const canvas = new OffscreenCanvas(1, 1)
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (!video || !context) {
      reject(new Error('there is no picture'))
      return
    }
    const brightness = (): number => {
      context.drawImage(video, video.videoWidth / 2, video.videoHeight / 4, 1, 1, 0, 0, 1, 1)
      return context.getImageData(0, 0, 1, 1).data[0] ?? 0
    }
    const before = brightness()
    let pressedAt = Number.NaN
    addEventListener('keydown', () => (pressedAt = performance.now()), { capture: true, once: true })
    const look: VideoFrameRequestCallback = (now, { expectedDisplayTime }) => {
      if (Math.abs(brightness() - before) > 100) resolve(Math.max(now, expectedDisplayTime) - pressedAt)
      else video.requestVideoFrameCallback(look)
    }
    video.requestVideoFrameCallback(look)
  })

/** From each key in the viewer's page to the changed pixel in its video, in milliseconds; the host changes its colour. */
export const measureKeys = async (viewer: Page, keys: number): Promise<readonly number[]> => {
  const times: number[] = []
  for (let key = 0; key < keys; key += 1) {
    await wait(REST_MS + (key % 7) * 13)
    const changed = viewer.evaluate(watchForChange)
    await viewer.evaluate(() => undefined)
    await viewer.keyboard.press('F2')
    times.push(await changed)
  }
  return times
}
