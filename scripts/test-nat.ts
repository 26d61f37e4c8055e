import { laboratoryLacks } from '../lab/support/namespace.ts'
import { commandScript, exitOf, startNode } from './lib/run.ts'

/**
 * `npm run test:nat`: whole sessions through each kind of network, and through faults of it; writes the tables in
 * docs/connectivity.md if all of a table's rows were run. `-- --grep open` picks some.
 */
const lacks = laboratoryLacks()
if (lacks === undefined) {
  const playwright = commandScript('@playwright/test', 'playwright')
  const args = ['test', '--config', 'lab/playwright.config.ts', ...process.argv.slice(2)]
  process.exitCode = await exitOf(startNode([playwright, ...args]))
} else {
  console.error(`The laboratory cannot be set up here: ${lacks}.`)
  process.exitCode = 1
}
