import { defineConfig } from '@playwright/test'

/** The laboratory: whole sessions through networks made of namespaces. One at a time, for there is one network. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../test-results/lab',
  globalSetup: './support/global-setup.ts',
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  // `npm test` names reporters on the command line, in place of these, and so never rewrites the documentation.
  reporter: [['list'], ['./support/reporter.ts']],
  use: { actionTimeout: 15_000 },
})
