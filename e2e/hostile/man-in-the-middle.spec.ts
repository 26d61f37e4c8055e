import { expect } from '@playwright/test'
import { parseCode } from '../../src/shared/code.ts'
import { expectError } from '../support/expectations.ts'
import { acceptViewer, joinWithCode, shareScreen, spoilCode } from '../support/product.ts'
import { evidenceIn, expectNothingPassed, expectPicturePassed } from './support/evidence.ts'
import { test } from './support/fixtures.ts'
import { createManInTheMiddle } from './support/man-in-the-middle.ts'
import { expectNobodyIn, expectSessionGoesOn } from './support/outcome.ts'

/**
 * The server terminates both sides: two pairings, two peer connections, everything passed on. All that keeps it out is
 * the secret. A server that guesses right is let in, once in 100,000 times; telling it the secret shows that nothing
 * but that was missing.
 */

const otherFingerprint = Array.from({ length: 32 }, () => 'AB').join(':')

const secretOf = (code: string): string => {
  const parsed = parseCode(code)
  if (!parsed.ok) throw new Error('the host shows something that is no code')
  return parsed.value.secret
}

test('a man in the middle who guesses the secret wrong gets nothing from either side', async ({
  server,
  host,
  viewer,
}) => {
  const code = await shareScreen(host)
  const browser = viewer.context().browser()
  if (!browser) throw new Error('no browser')
  const middle = await createManInTheMiddle(server, browser, secretOf(spoilCode(code, 'secret')))
  server.meddle(middle)
  await joinWithCode(viewer, code)

  await expectError(viewer, 'secret-mismatch')
  await expectError(host, 'secret-mismatch')
  await expectNothingPassed(middle.peers.page)
  await expectNobodyIn(host, viewer)
  await middle.peers.close()
  await expectSessionGoesOn(server, host, viewer)
})

test('the same man in the middle, told the secret, would see it all', async ({ server, host, viewer }) => {
  const code = await shareScreen(host)
  const browser = viewer.context().browser()
  if (!browser) throw new Error('no browser')
  const middle = await createManInTheMiddle(server, browser, secretOf(code))
  server.meddle(middle)
  await joinWithCode(viewer, code)
  await acceptViewer(host)

  await expectPicturePassed(middle.peers.page)
  await expectPicturePassed(viewer)
  await middle.peers.close()
})

test('told the secret, but with other certificates than it vouched for: no link comes up', async ({
  server,
  host,
  viewer,
}) => {
  const code = await shareScreen(host)
  const browser = viewer.context().browser()
  if (!browser) throw new Error('no browser')
  const middle = await createManInTheMiddle(server, browser, secretOf(code), otherFingerprint)
  server.meddle(middle)
  await joinWithCode(viewer, code)
  await acceptViewer(host)

  await expectError(viewer, 'tampered')
  await expectError(host, 'tampered')
  expect(await evidenceIn(middle.peers.page)).toMatchObject({ connected: 0, frames: 0, channels: 0 })
  await expectNobodyIn(host, viewer)
  await middle.peers.close()
  await expectSessionGoesOn(server, host, viewer)
})
