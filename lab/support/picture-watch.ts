import type { Page } from '@playwright/test'

/** The picture over a stretch of time. */
export interface PictureWatch {
  /** When frames came that differ from the one before, milliseconds since the epoch. */
  frames(): Promise<readonly number[]>
}

declare global {
  interface Window {
    readonly labFrames: number[]
  }
}

/**
 * Notes from now on when the viewer's picture moves; the pattern on the host's screen does at every moment. By the time
 * stamps of the frames that are shown: what counts frames also counts a last one that is shown once more.
 */
export const watchPicture = async (viewer: Page): Promise<PictureWatch> => {
  await viewer.evaluate(() => {
    const frames: number[] = []
    Object.assign(window, { labFrames: frames })
    let video: HTMLVideoElement | null = null
    let last: number | undefined
    const follow = (element: HTMLVideoElement): void => {
      element.requestVideoFrameCallback((_now, { rtpTimestamp }) => {
        if (rtpTimestamp !== last) frames.push(Date.now())
        last = rtpTimestamp
        if (element === video) follow(element)
      })
    }
    // The element may be replaced.
    setInterval(() => {
      const present = document.querySelector<HTMLVideoElement>('[data-testid="remote-video"]')
      if (present === video) return
      video = present
      if (video) follow(video)
    }, 20)
  })
  return { frames: () => viewer.evaluate(() => window.labFrames) }
}

/** A time without new frames, in milliseconds since the epoch. */
export interface Still {
  readonly fromMs: number
  readonly toMs: number
}

export const durationOf = ({ fromMs, toMs }: Still): number => toMs - fromMs

/** The longest time without a new frame between two moments. */
export const longestStill = (frames: readonly number[], fromMs: number, toMs: number): Still => {
  const moments = [fromMs, ...frames.filter((at) => at >= fromMs && at <= toMs), toMs]
  const stills = moments.slice(1).map((at, index): Still => ({ fromMs: moments[index] ?? at, toMs: at }))
  return stills.reduce((longest, still) => (durationOf(still) > durationOf(longest) ? still : longest))
}
