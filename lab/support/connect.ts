import { expect, type Page } from '@playwright/test'
import { expectLivePicture } from '../../e2e/support/expectations.ts'
import { joinWithCode, readCode, shareScreen } from '../../e2e/support/product.ts'
import type { Laboratory } from './fixtures.ts'
import type { Connection } from './network.ts'
import { openPage } from './person.ts'
import { describeRoute, readLeg } from './route.ts'
import { origin } from './servers.ts'

/** Browsers keep preferences by origin; this is where the app keeps that one. */
const RELAY_ONLY_KEY = 'beckon.relay-only'

export interface Pair {
  readonly host: Connection
  readonly viewer: Connection
  /** Whether the host prefers not to show its addresses. */
  readonly hostPrefersRelay?: boolean
}

/** Two people in one session, the picture up. */
export interface Session {
  readonly host: Page
  readonly viewer: Page
  readonly route: string
  /** From the click that submits the code to the first frame, without the time the host took to say yes. */
  readonly firstFrameMs: number
  close(): Promise<void>
}

/** Resolves in the viewer's page to the time of the first frame of a picture that is still to come. */
const firstFrame = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = (): void => {
          const video = document.querySelector<HTMLVideoElement>('[data-testid="remote-video"]')
          if (video?.srcObject) video.requestVideoFrameCallback(() => resolve(Date.now()))
          else setTimeout(look, 5)
        }
        look()
      }),
  )

/** Clicks "accept" as soon as it may be; gives the times at which the host was asked, and said yes. */
const accept = async (host: Page): Promise<{ readonly askedMs: number; readonly acceptedMs: number }> => {
  const button = host.getByTestId('accept-viewer')
  await expect(button).toBeVisible()
  const askedMs = Date.now()
  // What keeps a host from saying yes in haste is no part of connecting.
  await expect(button).toBeEnabled()
  const acceptedMs = Date.now()
  await button.click()
  return { askedMs, acceptedMs }
}

/** Somebody else comes in from the viewer's home, with the code that the host shows now, sees the picture, and leaves. */
export const joinAsAnother = async ({ browser }: Laboratory, host: Page): Promise<void> => {
  const newcomer = await openPage(await browser(1), `${origin}/join`)
  await joinWithCode(newcomer, await readCode(host))
  await accept(host)
  await expectLivePicture(newcomer)
  await newcomer.context().close()
}

/** Does what people do, in two homes that are connected as `pair` says. */
export const connect = async ({ network, browser }: Laboratory, pair: Pair): Promise<Session> => {
  network.homes[0].use(pair.host)
  network.homes[1].use(pair.viewer)
  const host = await openPage(await browser(0), origin)
  const viewer = await openPage(await browser(1), `${origin}/join`)
  if (pair.hostPrefersRelay) {
    await host.evaluate((key) => localStorage.setItem(key, 'true'), RELAY_ONLY_KEY)
    await host.reload()
  }
  const code = await shareScreen(host)
  const shown = firstFrame(viewer)
  const joinedMs = Date.now()
  await joinWithCode(viewer, code)
  const { askedMs, acceptedMs } = await accept(host)
  const shownMs = await shown
  await expectLivePicture(viewer)
  return {
    host,
    viewer,
    route: describeRoute(await readLeg(host), await readLeg(viewer)),
    firstFrameMs: askedMs - joinedMs + (shownMs - acceptedMs),
    async close() {
      for (const page of [viewer, host]) await page.context().close()
    },
  }
}
