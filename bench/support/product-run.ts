import type { Page } from '@playwright/test'
import { readCode } from '../../e2e/support/product.ts'

/** Runs in the host's page: the person who accepts as soon as that is possible. */
const acceptAtOnce = (): void => {
  const accept = (): void =>
    document.querySelector<HTMLElement>('[data-testid=accept-viewer]:enabled')?.click()
  new MutationObserver(accept).observe(document.body, { childList: true, subtree: true, attributes: true })
}

/** Runs in the viewer's page: from the click on "Join" to the first decoded frame, in milliseconds. */
const joinAndWait = (): Promise<number> =>
  new Promise((resolve) => {
    const startedAt = performance.now()
    let watched = false
    const look = (): void => {
      const video = document.querySelector<HTMLVideoElement>('[data-testid=remote-video]')
      if (!video || watched) return
      watched = true
      video.requestVideoFrameCallback(() => resolve(performance.now() - startedAt))
    }
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true })
    document.querySelector<HTMLElement>('[data-testid=join]')?.click()
  })

/** Shares from one page to the other, as people do; the host's person needs no time. */
export const shareAndJoin = async (host: Page, viewer: Page, url: string): Promise<number> => {
  await host.goto(url)
  await host.evaluate(acceptAtOnce)
  await host.getByTestId('share-screen').click()
  const code = await readCode(host)
  await viewer.goto(`${url}/join`)
  await viewer.getByTestId('join-code').fill(code)
  return viewer.evaluate(joinAndWait)
}
