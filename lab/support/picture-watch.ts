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

/** Notes from now on when the viewer's picture moves; the pattern on the host's screen does at every moment. */
export const watchPicture = async (viewer: Page): Promise<PictureWatch> => {
  await viewer.evaluate(() => {
    const frames: number[] = []
    Object.assign(window, { labFrames: frames })
    let last = -1
    setInterval(() => {
      const video = document.querySelector<HTMLVideoElement>('[data-testid="remote-video"]')
      const count = video?.srcObject ? video.getVideoPlaybackQuality().totalVideoFrames : last
      if (count !== last) frames.push(Date.now())
      last = count
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
