import { ensurePrograms } from '../e2e/support/programs.ts'

/** `npm run test:system`: sees that the system has what the tests need, before anything else takes its time. */
try {
  ensurePrograms()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
