import { expect, type Page } from '@playwright/test'
import type { ErrorCode } from '../../src/shared/errors.ts'
import { type MediaInUse, mediaInUse } from './media-watch.ts'
import { type PatternReading, readPattern } from './pattern-reader.ts'

/** The oldest picture that counts as live, in milliseconds. */
const LIVE_WITHIN_MS = 1000

/** What a reading says, given the one before it. */
const judge = (reading: PatternReading | null, previous: PatternReading | null): string => {
  if (reading === null) return 'no pattern'
  if (reading.lagMs >= LIVE_WITHIN_MS) return `a picture ${String(reading.lagMs)} ms old`
  if (previous === null || previous.lagMs >= LIVE_WITHIN_MS) return 'one live picture'
  return reading.stampMs > previous.stampMs && reading.frames > previous.frames ? 'live' : 'a still picture'
}

/** The viewer's decoded pixels show the pattern, less than a second old, twice in a row, and moving in between. */
export const expectLivePicture = async (viewer: Page): Promise<void> => {
  const video = viewer.getByTestId('remote-video')
  await expect(video).toBeVisible()
  let previous: PatternReading | null = null
  await expect
    .poll(
      async () => {
        const reading = await readPattern(video)
        const judgement = judge(reading, previous)
        previous = reading
        return judgement
      },
      { message: 'the shared screen arrives, live and moving' },
    )
    .toBe('live')
}

/** The viewer's video no longer holds the picture that was shared, not even its last frame. */
export const expectBlankPicture = async (viewer: Page): Promise<void> => {
  await expect
    .poll(() => readPattern(viewer.getByTestId('remote-video')), { message: 'the shared screen is blanked' })
    .toBeNull()
}

/** What of the browser's media the page holds open, exactly. */
export const expectMediaInUse = async (page: Page, expected: MediaInUse): Promise<void> => {
  await expect.poll(() => mediaInUse(page), { message: 'connections and captures in use' }).toEqual(expected)
}

/** No capture runs and no connection is half-open. */
export const expectNothingOpen = (page: Page): Promise<void> =>
  expectMediaInUse(page, { connections: 0, captures: 0 })

/** A person is told about the failure: in a sentence, under its stable code. */
export const expectError = async (page: Page, code: ErrorCode): Promise<void> => {
  const message = page.locator(`[data-error-code="${code}"]`).first()
  await expect(message).toBeVisible()
  await expect(message).toContainText(/\p{L}+\s+\p{L}+/u)
}
