import { expect, type Page } from '@playwright/test'
import { test as base } from '../../support/fixtures.ts'
import { hostWindow, launchParticipant, type Participant, viewerWindow } from '../../support/participant.ts'
import { gatherEvidence } from './evidence.ts'
import { type HostileServer, startHostileServer } from './hostile-server.ts'

/** The server and two people at their browsers, for all tests; each begins with fresh pages and an honest server. */
interface Stage {
  readonly server: HostileServer
  readonly host: Participant
  readonly viewer: Participant
}

interface HostileFixtures {
  readonly server: HostileServer
  /** At the start page. */
  readonly host: Page
  /** At the join form. */
  readonly viewer: Page
}

/** Opens a page afresh, and sees in the end that nothing went wrong behind the person's back. */
const visit = async (
  { page, mishaps }: Participant,
  url: string,
  use: (page: Page) => Promise<void>,
): Promise<void> => {
  await page.goto('about:blank')
  await page.goto(url)
  const before = mishaps.length
  await use(page)
  expect(mishaps.slice(before), 'mishaps in the page').toEqual([])
}

export const test = base.extend<HostileFixtures, { readonly stage: Stage }>({
  stage: [
    async ({ display }, use) => {
      const server = await startHostileServer()
      const host = await launchParticipant(display, hostWindow, { at: server.url, picksScreen: true })
      const viewer = await launchParticipant(display, viewerWindow, { at: server.url })
      for (const { page } of [host, viewer]) await gatherEvidence(page.context())
      await use({ server, host, viewer })
      await host.close()
      await viewer.close()
      await server.stop()
    },
    { scope: 'worker' },
  ],

  server: async ({ stage: { server } }, use) => {
    server.meddle()
    await use(server)
    server.meddle()
  },
  host: ({ stage, server }, use) => visit(stage.host, server.url, use),
  viewer: ({ stage, server }, use) => visit(stage.viewer, `${server.url}/join`, use),
})
