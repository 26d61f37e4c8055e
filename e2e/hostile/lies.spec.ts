import { expect } from '@playwright/test'
import { expectError, expectLivePicture, expectNothingOpen } from '../support/expectations.ts'
import { acceptViewer, joinWithCode, shareScreen } from '../support/product.ts'
import { expectSharing, shareAndWatch, watch } from '../support/session.ts'
import { test } from './support/fixtures.ts'
import { done, madeUpId } from './support/made-up.ts'
import { expectFoiled, expectNobodyIn } from './support/outcome.ts'

/** What the server says about others, and what it answers, is not taken for more than the word of a server. */

test('nobody is let in, or comes twice, because the server says so', async ({ server, host, viewer }) => {
  await joinWithCode(viewer, await shareScreen(host))
  await host.getByTestId('accept-viewer').waitFor()
  const [hostApp, viewerApp] = [server.app('host'), server.app('viewer')]
  viewerApp.notify('viewer:admitted', {})
  viewerApp.notify('viewer:admit', { viewerId: viewerApp.memberId })
  hostApp.notify('viewer:admitted', { viewerId: viewerApp.memberId })
  hostApp.notify('viewer:claimed', { viewerId: viewerApp.memberId })
  hostApp.notify('viewer:claimed', { viewerId: viewerApp.memberId })

  await expect.poll(() => hostApp.asked.filter(({ name }) => name === 'viewer:remove')).toHaveLength(0)
  await expectNothingOpen(viewer)
  await expectSharing(host, 0)
  await expect(host.getByTestId('accept-viewer')).toHaveCount(1)
  await acceptViewer(host)
  await expectLivePicture(viewer)
})

test('a picture that is up survives lies about who is there, and nonsense', async ({
  server,
  host,
  viewer,
}) => {
  await shareAndWatch(host, viewer)
  const [hostApp, viewerApp] = [server.app('host'), server.app('viewer')]
  hostApp.notify('viewer:left', { viewerId: viewerApp.memberId, code: 'peer-gone' })
  viewerApp.notify('session:ended', { code: 'peer-gone' })
  viewerApp.notify('host:presence', { online: false })
  for (const app of [hostApp, viewerApp]) {
    app.notify('server:draining', {})
    for (const name of [
      'viewer:left',
      'viewer:claimed',
      'session:ended',
      'viewer:removed',
      'signal:received',
    ])
      for (const nonsense of [null, 7, [], { code: 'no-such-code', viewerId: {} }, 'x'.repeat(1_000_000)])
        app.notify(name, nonsense)
    app.notify('signal:received', { from: madeUpId(), data: 'x'.repeat(1_000_000) })
  }
  await expectLivePicture(viewer)
  await expectSharing(host, 1)
})

test('members under other names than they have: the proof is wrong', async ({ server, host, viewer }) => {
  const alias = madeUpId()
  server.meddle({
    answer: (_app, name, answer) => {
      if (name !== 'code:claim') return undefined
      const { value } = answer as { readonly value: object }
      return { ok: true, value: { ...value, hostId: alias } }
    },
    request: (app, name, payload) => {
      const { to, data } = payload as { readonly to?: string; readonly data?: string }
      if (name !== 'signal:send' || to !== alias) return undefined
      server.app('host').signal(app.memberId, data ?? '')
      return done
    },
    notice: (app, name, payload) =>
      name === 'signal:received' && app === server.app('viewer')
        ? [{ ...(payload as object), from: alias }]
        : [payload],
  })
  await joinWithCode(viewer, await shareScreen(host))

  await expectFoiled({ server, host, viewer }, { viewer: 'secret-mismatch', host: 'secret-mismatch' })
})

test('answers that make no sense: both are told, and the next try works', async ({
  server,
  host,
  viewer,
}) => {
  server.meddle({
    answer: (_app, name) =>
      name === 'session:create' ? { ok: true, value: { room: '1'.repeat(1_000_000) } } : undefined,
  })
  await host.getByTestId('share-screen').click()
  await expectError(host, 'internal')
  await expectNothingOpen(host)

  server.meddle()
  const code = await shareScreen(host)
  server.meddle({ answer: (_app, name) => (name === 'code:claim' ? { ok: true } : undefined) })
  await joinWithCode(viewer, code)
  await expectError(viewer, 'internal')
  await expectNobodyIn(host, viewer)
  server.meddle()
  await host.getByTestId('new-code').click()
  await expect(host.getByTestId('session-code')).not.toHaveText(code)
  await watch(viewer, host, await host.getByTestId('session-code').innerText())
})
