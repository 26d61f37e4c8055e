import type { Role } from '../../src/shared/pairing/context.ts'
import { joinWithCode, shareScreen } from '../support/product.ts'
import { test } from './support/fixtures.ts'
import type { Meddler } from './support/meddler.ts'
import { expectFoiled } from './support/outcome.ts'

/** The server hands a side its own messages back, in the name of the other: they are right in all but the role. */

const reflecting = (role: Role): Meddler => ({
  request: (app, name, payload) => {
    if (name !== 'signal:send' || app.role !== role) return undefined
    const { to, data } = payload as { readonly to: string; readonly data: string }
    app.signal(to, data)
    return { ok: true, value: {} }
  },
})

test('the viewer talks to itself: it takes nothing of its own', async ({ server, host, viewer }) => {
  server.meddle(reflecting('viewer'))
  await joinWithCode(viewer, await shareScreen(host))

  await expectFoiled({ server, host, viewer }, { viewer: 'tampered', host: 'peer-gone' })
})

test('the host talks to itself: it takes nothing of its own', async ({ server, host, viewer }) => {
  server.meddle(reflecting('host'))
  await joinWithCode(viewer, await shareScreen(host))

  // The host has the server turn away whoever it was, before the viewer has proved anything.
  await expectFoiled({ server, host, viewer }, { viewer: 'tampered', host: 'bad-request' })
})
