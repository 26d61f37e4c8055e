import { expect, type Locator, type Page } from '@playwright/test'

/** Pointing, as the viewer does it and the host sees it. Places in the picture are fractions of its width and height. */

export interface Place {
  readonly x: number
  readonly y: number
}

/** Where the picture lies within its element, in CSS pixels of the page. */
const pictureIn = async (
  video: Locator,
): Promise<{ x: number; y: number; width: number; height: number }> => {
  const measure = (): Promise<{ width: number; height: number }> =>
    video.evaluate((it: HTMLVideoElement) => ({ width: it.videoWidth, height: it.videoHeight }))
  await expect.poll(async () => (await measure()).width, { message: 'there is a picture' }).toBeGreaterThan(0)
  const size = await measure()
  const box = await video.boundingBox()
  if (!box) throw new Error('there is no picture')
  const scale = Math.min(box.width / size.width, box.height / size.height)
  const width = size.width * scale
  const height = size.height * scale
  return { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height }
}

/** The point of the viewer's page that shows a place. */
export const pointAt = async (viewer: Page, { x, y }: Place): Promise<Place> => {
  const picture = await pictureIn(viewer.getByTestId('remote-video'))
  return { x: picture.x + x * picture.width, y: picture.y + y * picture.height }
}

/** The mark of a viewer's pointer in the host's page; without a name, whichever there is. */
export const markOf = (host: Page, name = ''): Locator =>
  host.getByTestId('pointer-mark').filter({ hasText: name })

const ripplesOf = (mark: Locator, clicks: number): Locator =>
  mark.locator(`[data-clicks="${String(clicks)}"]`)

/** The host shows exactly so many clicks of a viewer. */
export const expectClicks = (host: Page, clicks: number, name?: string): Promise<void> =>
  expect(ripplesOf(markOf(host, name), clicks)).toHaveCount(1)

/** How far off a mark may be: the preview is small, and a pixel of it wide. */
const TOLERANCE = 0.01

/** The host shows a viewer's pointer at a place. */
export const expectMark = async (host: Page, place: Place, name?: string): Promise<void> => {
  const distance = async (): Promise<number> => {
    const mark = await markOf(host, name).boundingBox()
    if (!mark) return Infinity
    const picture = await pictureIn(host.getByLabel('Preview of your shared screen'))
    return Math.max(
      Math.abs((mark.x - picture.x) / picture.width - place.x),
      Math.abs((mark.y - picture.y) / picture.height - place.y),
    )
  }
  await expect.poll(distance, { message: 'the pointer is where the viewer points' }).toBeLessThan(TOLERANCE)
}
