import type { Page } from '@playwright/test'
import { readCode } from '../../e2e/support/product.ts'

/** A quick typist; what an app does meanwhile costs nobody time. */
const KEYSTROKE_MS = 120

/** Runs in the host's page: the person who accepts as soon as that is possible. Notes how long that was to wait for. */
const acceptAtOnce = (): void => {
  let askedAt: number | null = null
  const accept = (): void => {
    const button = document.querySelector<HTMLButtonElement>('[data-testid=accept-viewer]')
    if (!button) return
    askedAt ??= performance.now()
    if (button.disabled) return
    document.body.dataset.waited = String(performance.now() - askedAt)
    button.click()
  }
  new MutationObserver(accept).observe(document.body, {
    childList: true,
    subtree: true,
    attributeFilter: ['disabled'],
  })
}

/** What one run took, in milliseconds. */
export interface ProductRun {
  /** From the click on "Join" to the first decoded frame, without the time for which the host's person had to wait. */
  readonly firstFrameMs: number
  /** From the server's answer to the claim until the viewer has the keys, with every message in between. */
  readonly pairingMs: number
}

/** Runs in the viewer's page: from the click on "Join" to the first decoded frame, in milliseconds. */
const joinAndWait = (): Promise<{ readonly firstFrameMs: number; readonly pairingMs: number }> =>
  new Promise((resolve) => {
    const startedAt = performance.now()
    let watched = false
    const look = (): void => {
      const video = document.querySelector<HTMLVideoElement>('[data-testid=remote-video]')
      if (!video || watched) return
      watched = true
      video.requestVideoFrameCallback(() => {
        const [pairing] = performance.getEntriesByName('beckon:pairing')
        resolve({ firstFrameMs: performance.now() - startedAt, pairingMs: pairing?.duration ?? NaN })
      })
    }
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true })
    document.querySelector<HTMLElement>('[data-testid=join]')?.click()
  })

/** Shares from one page to the other, as people do; the host's person needs no time. */
export const shareAndJoin = async (host: Page, viewer: Page, url: string): Promise<ProductRun> => {
  await host.goto(url)
  await host.evaluate(acceptAtOnce)
  await host.getByTestId('share-screen').click()
  const code = await readCode(host)
  await viewer.goto(`${url}/join`)
  await viewer.getByTestId('join-code').pressSequentially(code, { delay: KEYSTROKE_MS })
  const { firstFrameMs, pairingMs } = await viewer.evaluate(joinAndWait)
  const waitedMs = Number(await host.evaluate(() => document.body.dataset.waited))
  return { firstFrameMs: firstFrameMs - waitedMs, pairingMs }
}
