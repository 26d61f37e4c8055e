import type { Role } from '../../src/shared/pairing/context.ts'
import { joinWithCode, shareScreen } from '../support/product.ts'
import { test } from './support/fixtures.ts'
import { relaying } from './support/meddler.ts'
import { expectFoiled } from './support/outcome.ts'

/** The server offers a path of its own: a candidate at its address, in the form in which apps exchange them. */

const candidate = JSON.stringify({
  type: 'link',
  signal: {
    type: 'candidate',
    candidate: {
      candidate: 'candidate:1 1 udp 2130706431 127.0.0.1 9 typ host',
      sdpMLineIndex: 0,
      sdpMid: '0',
    },
  },
})

test('before the code is proved: that is not what is waited for', async ({ server, host, viewer }) => {
  server.meddle(relaying(({ type, data }) => (type === 'pair-reply' ? [candidate, data] : [data])))
  await joinWithCode(viewer, await shareScreen(host))

  await expectFoiled({ server, host, viewer }, { viewer: 'tampered', host: 'peer-gone' })
})

const other: Record<Role, Role> = { host: 'viewer', viewer: 'host' }

for (const target of ['viewer', 'host'] as const)
  test(`to the ${target}, after the code is proved: it is not authentic`, async ({
    server,
    host,
    viewer,
  }) => {
    await joinWithCode(viewer, await shareScreen(host))
    await host.getByTestId('accept-viewer').waitFor()
    server.app(target).signal(server.app(other[target]).memberId, candidate)

    await expectFoiled({ server, host, viewer }, { viewer: 'tampered', host: 'tampered' })
  })
