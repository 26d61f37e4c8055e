import { joinWithCode, shareScreen } from '../support/product.ts'
import { test } from './support/fixtures.ts'
import { type Meddler, relaying } from './support/meddler.ts'
import { expectFoiled } from './support/outcome.ts'

/** The server tells each side that the other speaks an older version, with weaknesses that it would like back. */

const downgrading = (type: string): Meddler =>
  relaying((signal) =>
    signal.type === type ? [signal.data.replace(/"version":\d+/, '"version":0')] : [signal.data],
  )

test('the host seems to speak an older version: the viewer refuses', async ({ server, host, viewer }) => {
  server.meddle(downgrading('pair-hello'))
  await joinWithCode(viewer, await shareScreen(host))

  await expectFoiled({ server, host, viewer }, { viewer: 'version-mismatch', host: 'peer-gone' })
})

test('the viewer seems to speak an older version: the host refuses', async ({ server, host, viewer }) => {
  server.meddle(downgrading('pair-start'))
  await joinWithCode(viewer, await shareScreen(host))

  await expectFoiled({ server, host, viewer }, { viewer: 'version-mismatch', host: 'version-mismatch' })
})
