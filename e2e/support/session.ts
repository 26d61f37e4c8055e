import type { Page } from '@playwright/test'
import { expectLivePicture, expectMediaInUse } from './expectations.ts'
import { acceptViewer, joinWithCode, shareScreen } from './product.ts'

/** A viewer, already at a page with the join form, comes in with `code` and sees the shared screen. */
export const watch = async (viewer: Page, host: Page, code: string): Promise<void> => {
  await joinWithCode(viewer, code)
  await acceptViewer(host)
  await expectLivePicture(viewer)
}

/** A host shares, a viewer watches. Gives the code that was used for it. */
export const shareAndWatch = async (host: Page, viewer: Page): Promise<string> => {
  const code = await shareScreen(host)
  await watch(viewer, host, code)
  return code
}

/** Whatever happened to others: the host shares on, to exactly so many viewers. */
export const expectSharing = (host: Page, viewers: number): Promise<void> =>
  expectMediaInUse(host, { connections: viewers, captures: 1 })
