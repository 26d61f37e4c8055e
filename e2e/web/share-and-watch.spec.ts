import { expect } from '@playwright/test'
import { codeToFragment, parseCode } from '../../src/shared/code.ts'
import {
  expectBlankPicture,
  expectError,
  expectLivePicture,
  expectNothingOpen,
} from '../support/expectations.ts'
import {
  acceptViewer,
  expectConnectionState,
  joinWithCode,
  readNextCode,
  shareScreen,
} from '../support/product.ts'
import { expectSharing, shareAndWatch, watch } from '../support/session.ts'
import { test } from './fixtures.ts'

test('a viewer who types the code, and is let in, sees the screen live', async ({ server, host, viewer }) => {
  const code = await shareScreen(host)
  await joinWithCode(viewer, code)
  await expectConnectionState(viewer, 'connecting')
  await expect(host.getByTestId('accept-viewer')).toBeVisible()
  await expect(viewer.getByTestId('remote-video')).toBeHidden()
  await acceptViewer(host)
  await expectLivePicture(viewer)
  await expectConnectionState(viewer, 'live')
  await expectSharing(host, 1)

  const log = server.log.join('\n')
  for (const secret of [code, code.replace(' ', ''), code.replace(' ', '-'), 'v=0', 'a=fingerprint'])
    expect(log).not.toContain(secret)
})

test('pausing blanks the picture, resuming brings it back', async ({ host, viewer }) => {
  await shareAndWatch(host, viewer)

  await host.getByTestId('pause-sharing').click()
  await expectBlankPicture(viewer)
  await expectSharing(host, 1)
  await host.getByTestId('pause-sharing').click()
  await expectLivePicture(viewer)
})

test('stopping ends the capture and tells the viewer', async ({ host, viewer }) => {
  await shareAndWatch(host, viewer)

  await host.getByTestId('stop-sharing').click()
  await expectError(viewer, 'session-ended')
  await expectConnectionState(viewer, 'ended')
  await expectNothingOpen(viewer)
  await expectNothingOpen(host)
  await expect(host.getByTestId('share-screen')).toBeVisible()
})

test('a viewer who leaves is off the list, and sharing goes on', async ({ host, viewer }) => {
  await shareAndWatch(host, viewer)
  await expect(host.getByTestId('viewer-list').getByRole('listitem')).toHaveCount(1)

  await viewer.getByTestId('leave-session').click()
  await expectConnectionState(viewer, 'ended')
  await expectNothingOpen(viewer)
  await expect(host.getByTestId('viewer-list').getByRole('listitem')).toHaveCount(0)
  await expectSharing(host, 0)
})

test('a second viewer joins with the next code, beside the first', async ({ server, host, launchViewer }) => {
  const { page: first } = await launchViewer({ at: `${server.url}/join` })
  const { page: second } = await launchViewer({ at: `${server.url}/join` })
  const code = await shareAndWatch(host, first)

  await watch(second, host, await readNextCode(host, code))
  await expectLivePicture(first)
  await expectSharing(host, 2)
  await expect(host.getByTestId('viewer-list').getByRole('listitem')).toHaveCount(2)
})

test('a viewer who reloads the page can come back with a new code', async ({ host, viewer }) => {
  const code = await shareAndWatch(host, viewer)

  await viewer.reload()
  await expectSharing(host, 0)
  await watch(viewer, host, await readNextCode(host, code))
  await expectSharing(host, 1)
})

test('a link fills the code in, and leaves none of it in the address', async ({
  server,
  host,
  launchViewer,
}) => {
  const code = parseCode(await shareScreen(host))
  if (!code.ok) throw new Error('the host shows something that is no code')

  const { page: viewer } = await launchViewer({ at: `${server.url}/join#${codeToFragment(code.value)}` })
  await expect(viewer).toHaveURL(`${server.url}/join`)
  await viewer.getByTestId('join').click()
  await acceptViewer(host)
  await expectLivePicture(viewer)
})

test('a copied code can be pasted', async ({ host, viewer }) => {
  const code = await shareScreen(host)

  await host.getByTestId('copy-code').click()
  expect(await host.evaluate(() => navigator.clipboard.readText())).toBe(code)
  // Through the clipboard of the X display, from one browser to the other.
  await viewer.getByTestId('join-code').press('ControlOrMeta+v')
  await expect(viewer.getByTestId('join-code')).toHaveValue(code)
})

test('the picture outlives the server, and a restarted one gives a new code', async ({
  server,
  host,
  startServer,
  launchViewer,
}) => {
  const { page: first } = await launchViewer({ at: `${server.url}/join` })
  const { page: second } = await launchViewer({ at: `${server.url}/join` })
  const code = await shareAndWatch(host, first)
  const nextCode = await readNextCode(host, code)

  await server.stop()
  await expectConnectionState(host, 'reconnecting')
  await expectLivePicture(first)

  await startServer({ PORT: String(server.port) })
  await expectConnectionState(host, 'live')
  await watch(second, host, await readNextCode(host, nextCode))
  await expectLivePicture(first)
  await expectSharing(host, 2)
})
