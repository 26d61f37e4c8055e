import { expect, type Page } from '@playwright/test'
import { PAIRING_TIMEOUT_MS } from '../../src/renderer/session/deps.ts'
import { encodeBase64url } from '../../src/shared/base64url.ts'
import { expectError } from '../support/expectations.ts'
import { joinWithCode, shareScreen } from '../support/product.ts'
import { test } from './support/fixtures.ts'
import { type HostileServer } from './support/hostile-server.ts'
import { relaying } from './support/meddler.ts'
import { expectFoiled, expectNobodyIn, expectSessionGoesOn } from './support/outcome.ts'

/** The server keeps, forges or moves the two messages that prove the secret. */

/** Keeps one kind of message; resolves once there was one to keep. */
const keep = (server: HostileServer, kept: string): Promise<void> =>
  new Promise((resolve) => {
    server.meddle(
      relaying(({ type, data }) => {
        if (type !== kept) return [data]
        resolve()
        return []
      }),
    )
  })

/** Lets time go by on both pages until neither waits any longer; afterwards it is what it was. */
const wait = async (...pages: readonly Page[]): Promise<void> => {
  for (const page of pages) await page.clock.runFor(PAIRING_TIMEOUT_MS)
  for (const page of pages) await page.clock.setSystemTime(Date.now())
}

for (const [whose, type] of [
  ["the viewer's", 'pair-proof'],
  ["the host's", 'pair-confirm'],
] as const)
  test(`${whose} proof never arrives: both are told after a while`, async ({ server, host, viewer }) => {
    for (const page of [host, viewer]) await page.clock.install()
    const wasKept = keep(server, type)
    await joinWithCode(viewer, await shareScreen(host))
    await wasKept
    await wait(host, viewer)

    await expectFoiled({ server, host, viewer }, { viewer: 'peer-unreachable', host: 'peer-unreachable' })
  })

test("the host's proof is forged: the viewer does not believe it", async ({ server, host, viewer }) => {
  const tag = encodeBase64url(new Uint8Array(64))
  server.meddle(
    relaying(({ type, data }) => [type === 'pair-confirm' ? JSON.stringify({ type, tag }) : data]),
  )
  await joinWithCode(viewer, await shareScreen(host))

  await expectFoiled({ server, host, viewer }, { viewer: 'secret-mismatch', host: 'peer-gone' })
})

test("the host's proof comes before its time: the viewer takes nothing out of order", async ({
  server,
  host,
  viewer,
}) => {
  server.meddle(
    relaying(({ type, data }) =>
      type === 'pair-reply'
        ? [JSON.stringify({ type: 'pair-confirm', tag: encodeBase64url(new Uint8Array(64)) }), data]
        : [data],
    ),
  )
  await joinWithCode(viewer, await shareScreen(host))

  await expectError(viewer, 'tampered')
  await expectError(host, 'peer-gone')
  expect(server.app('viewer').sentTypes).not.toContain('pair-proof')
  await expectNobodyIn(host, viewer)
  await expectSessionGoesOn(server, host, viewer)
})
