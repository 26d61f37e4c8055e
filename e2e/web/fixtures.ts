import type { Page } from '@playwright/test'
import { test as base } from '../support/fixtures.ts'
import type { SignalingServer } from '../support/signaling-server.ts'

/** A server with two people at their browsers; each of them is there only where a test asks for it. */
interface WebFixtures {
  readonly server: SignalingServer
  /** At the start page. */
  readonly host: Page
  /** At the join form. */
  readonly viewer: Page
}

export const test = base.extend<WebFixtures>({
  server: async ({ startServer }, use) => use(await startServer()),
  host: async ({ server, launchHost }, use) => use((await launchHost({ at: server.url })).page),
  viewer: async ({ server, launchViewer }, use) =>
    use((await launchViewer({ at: `${server.url}/join` })).page),
})
