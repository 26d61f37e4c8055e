import { defineConfig } from '@playwright/test'

/**
 * End to end: real Chromium processes on a real X display, a real signaling server, the built web edition.
 * One test at a time: the screen is shared, in both senses.
 */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  globalSetup: './e2e/support/global-setup.ts',
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    actionTimeout: 15_000,
    screenshot: 'only-on-failure',
    // Without a film: it would take the processor time that the shared picture needs.
    trace: { mode: 'retain-on-failure', screenshots: false },
  },
})
