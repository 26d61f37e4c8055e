import { expect, it } from 'vitest'
import { fuzz } from '../fuzz/fuzz.ts'
import { unlimited } from '../fuzz/unlimited.ts'
import { openSession } from './support/app.ts'
import { startServer } from './support/server.ts'

/** The short form of `npm run fuzz:signaling`. */
it('answers with Results alone whatever it is sent, and goes on', async () => {
  const { url, log } = await startServer({ ...unlimited, LOG_LEVEL: 'error' })
  const outcome = await fuzz({ url, seed: 1, messages: 3000, sockets: 4 })
  expect(outcome.sent).toBe(3000)
  expect(outcome.malformed).toEqual([])
  expect(log()).toBe('')
  // It has come far enough to be refused for what it is, and accepted.
  for (const code of ['ok', 'bad-request', 'not-allowed'])
    expect(outcome.replies.get(code)).toBeGreaterThan(10)
  await openSession(url)
})
