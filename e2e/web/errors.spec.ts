import { expect } from '@playwright/test'
import {
  expectError,
  expectLivePicture,
  expectMediaInUse,
  expectNothingOpen,
} from '../support/expectations.ts'
import {
  acceptViewer,
  expectConnectionState,
  joinWithCode,
  readCode,
  readNextCode,
  shareScreen,
  spoilCode,
} from '../support/product.ts'
import { expectSharing, shareAndWatch, watch } from '../support/session.ts'
import { test } from './fixtures.ts'

/** One way to fail each: the person is told, nothing stays half-open, and the host's session goes on. */

test.describe('server-unreachable', () => {
  test('when sharing starts; the capture ends, and sharing works once the server is back', async ({
    server,
    host,
    startServer,
  }) => {
    await server.stop()

    await host.getByTestId('share-screen').click()
    await expectError(host, 'server-unreachable')
    await expectNothingOpen(host)

    await startServer({ PORT: String(server.port) })
    await shareScreen(host)
    await expectSharing(host, 0)
  })

  test('when a viewer joins; the typed code is still there to try again', async ({ server, viewer }) => {
    await server.stop()

    await joinWithCode(viewer, '48213 90571')
    await expectError(viewer, 'server-unreachable')
    await expect(viewer.getByTestId('join-code')).toHaveValue('48213 90571')
    await expectNothingOpen(viewer)
  })
})

test.describe('code-invalid', () => {
  test('for what cannot be a code, unknown and used ones alike', async ({ server, host, launchViewer }) => {
    const { page: first } = await launchViewer({ at: `${server.url}/join` })
    const { page: second } = await launchViewer({ at: `${server.url}/join` })
    const code = await shareAndWatch(host, first)
    const nextCode = await readNextCode(host, code)

    const answers = new Set<string>()
    for (const wrong of ['123', spoilCode(nextCode, 'room'), code]) {
      await joinWithCode(second, wrong)
      await expectError(second, 'code-invalid')
      answers.add(await second.getByTestId('error-message').innerText())
      await expectNothingOpen(second)
    }
    expect(answers.size).toBe(1)

    await watch(second, host, nextCode)
    await expectSharing(host, 2)
  })

  test('for an expired one; a new one lets the viewer in', async ({
    startServer,
    launchHost,
    launchViewer,
  }) => {
    const { url } = await startServer({ CODE_TTL_SECONDS: '10' })
    const { page: host } = await launchHost({ at: url })
    const { page: viewer } = await launchViewer({ at: `${url}/join` })
    const code = await shareScreen(host)
    await expect(host.getByTestId('session-code')).toBeHidden({ timeout: 20_000 })

    await joinWithCode(viewer, code)
    await expectError(viewer, 'code-invalid')
    await expectNothingOpen(viewer)
    await expectSharing(host, 0)

    await host.getByTestId('new-code').click()
    await watch(viewer, host, await readNextCode(host, code))
  })
})

test.describe('secret-mismatch', () => {
  test('for the viewer with a wrong secret, and a notice for the host; the code is still good', async ({
    host,
    viewer,
  }) => {
    const code = await shareScreen(host)

    await joinWithCode(viewer, spoilCode(code, 'secret'))
    await expectError(viewer, 'secret-mismatch')
    await expectError(host, 'secret-mismatch')
    await expect(host.getByTestId('accept-viewer')).toBeHidden()
    await expectNothingOpen(viewer)
    await expectSharing(host, 0)

    await watch(viewer, host, code)
  })

  test('three times burns the code, until the host asks for a new one', async ({ host, viewer }) => {
    const code = await shareScreen(host)

    for (const outcome of ['secret-mismatch', 'secret-mismatch', 'too-many-tries'] as const) {
      await joinWithCode(viewer, spoilCode(code, 'secret'))
      await expectError(viewer, outcome)
    }
    await expectNothingOpen(viewer)

    await expect(host.getByTestId('session-code')).toBeHidden()
    await expectSharing(host, 0)

    // This page has tried this room too often; a new code has another room.
    await host.getByTestId('new-code').click()
    await watch(viewer, host, await readCode(host))
  })
})

test('rate-limited: guessing at codes is slowed down', async ({ startServer, launchViewer }) => {
  const { url } = await startServer({ LIMIT_FAILED_CLAIMS_PER_10_MINUTES: '1' })
  const { page: viewer } = await launchViewer({ at: `${url}/join` })
  await joinWithCode(viewer, '48213 90571')
  await expectError(viewer, 'code-invalid')
  await joinWithCode(viewer, '48214 90571')
  await expectError(viewer, 'rate-limited')
  await expectNothingOpen(viewer)
})

test('denied: the host refuses, and goes on', async ({ host, viewer }) => {
  const code = await shareScreen(host)

  await joinWithCode(viewer, code)
  await host.getByTestId('deny-viewer').click()
  await expectError(viewer, 'denied')
  await expectNothingOpen(viewer)
  await expect(host.getByTestId('deny-viewer')).toBeHidden()
  await expectSharing(host, 0)

  await watch(viewer, host, await readNextCode(host, code))
})

test('removed: the host disconnects a viewer, and goes on', async ({ host, viewer }) => {
  await shareAndWatch(host, viewer)

  await host
    .getByTestId('viewer-list')
    .getByRole('button', { name: /^Disconnect/ })
    .click()
  await expectError(viewer, 'removed')
  await expectNothingOpen(viewer)
  await expectSharing(host, 0)
})

test('session-full: one viewer too many is told so, the others watch on', async ({
  startServer,
  launchHost,
  launchViewer,
}) => {
  const { url } = await startServer({ MAX_VIEWERS: '1' })
  const { page: host } = await launchHost({ at: url })
  const { page: first } = await launchViewer({ at: `${url}/join` })
  const { page: second } = await launchViewer({ at: `${url}/join` })
  const code = await shareAndWatch(host, first)

  await joinWithCode(second, await readNextCode(host, code))
  await expectError(second, 'session-full')
  await expectNothingOpen(second)
  await expectLivePicture(first)
  await expectSharing(host, 1)
})

test("capture-refused: the host dismisses the browser's picker", async ({ server, launchHost, display }) => {
  const { page: host } = await launchHost({ at: server.url, picksScreen: false })
  await host.getByTestId('share-screen').click()
  // Nothing tells when the picker has opened, and Escape does nothing before.
  await expect(async () => {
    display.pressInWindow('Beckon', ['Escape'])
    await expect(host.getByTestId('error-message')).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 15_000 })
  await expectError(host, 'capture-refused')
  await expectNothingOpen(host)
  await expect(host.getByTestId('share-screen')).toBeEnabled()
})

test("capture-ended: the host presses the browser's own stop button", async ({ host, viewer, display }) => {
  await shareAndWatch(host, viewer)

  // The bar that Chromium shows at the edge of the screen: "… is sharing your screen. [Stop sharing] [Hide]".
  display.pressInWindow('is sharing your screen', ['Tab', 'Return'])
  await expectError(host, 'capture-ended')
  await expectError(viewer, 'session-ended')
  await expectNothingOpen(host)
  await expectNothingOpen(viewer)
})

test('unsupported: a browser that cannot capture a screen', async ({ host }) => {
  // As on phones, where the method is missing.
  await host.addInitScript(() => Object.assign(navigator.mediaDevices, { getDisplayMedia: undefined }))
  await host.reload()
  await host.getByTestId('share-screen').click()
  await expectError(host, 'unsupported')
  await expectNothingOpen(host)
})

/** Until a path counts as lost, and one that was never found as impossible: 25 s and some. */
const SILENCE_MS = 45_000
/** How long two apps that had a picture between them wait for each other. */
const RESUME_WINDOW_MS = 300_000

test.describe('peer-gone', () => {
  test.slow()

  test("the viewer's browser is killed; the host is told", async ({ server, host, launchViewer }) => {
    const lost = await launchViewer({ at: `${server.url}/join` })
    // Before there is anything to time: while it is installed, this clock stands at the beginning of 1970 for a moment.
    await host.clock.install()
    await shareAndWatch(host, lost.page)

    await lost.kill()
    await expect(host.getByTestId('viewer-list')).toContainText('reconnecting', { timeout: SILENCE_MS })
    await host.clock.fastForward(RESUME_WINDOW_MS)
    await expect(host.locator('[data-error-code="peer-gone"]')).toBeVisible()
    await expectSharing(host, 0)
  })

  test("the viewer's browser is killed; the host does not wait for it, and goes on", async ({
    server,
    host,
    launchViewer,
  }) => {
    const lost = await launchViewer({ at: `${server.url}/join` })
    const { page: next } = await launchViewer({ at: `${server.url}/join` })
    const code = await shareAndWatch(host, lost.page)

    await lost.kill()
    await host.getByRole('button', { name: /^Do not wait/ }).click({ timeout: SILENCE_MS })
    await expectSharing(host, 0)
    await watch(next, host, await readNextCode(host, code))
  })

  test("the host's browser is killed; the viewer is told", async ({ server, viewer, launchHost }) => {
    const host = await launchHost({ at: server.url })
    await viewer.clock.install()
    await shareAndWatch(host.page, viewer)

    await host.kill()
    await expectConnectionState(viewer, 'reconnecting')
    await viewer.clock.fastForward(RESUME_WINDOW_MS)
    await expect(viewer.locator('[data-error-code="peer-gone"]')).toBeVisible()
    await expectNothingOpen(viewer)
  })
})

test('peer-unreachable: no network path between the two; the host goes on', async ({
  server,
  host,
  launchViewer,
}) => {
  test.slow()
  // As behind a firewall that lets nothing but web traffic through.
  const { page: viewer } = await launchViewer({
    at: `${server.url}/join`,
    flags: ['--webrtc-ip-handling-policy=disable_non_proxied_udp'],
  })
  const code = await shareScreen(host)
  await joinWithCode(viewer, code)
  await acceptViewer(host)
  await expectMediaInUse(viewer, { connections: 1, captures: 0 })

  await expect(viewer.locator('[data-error-code="peer-unreachable"]')).toBeVisible({ timeout: SILENCE_MS })
  await expectNothingOpen(viewer)
  await expectError(host, 'peer-unreachable')
  await expectSharing(host, 0)
})

test('version-mismatch: the server was updated while the pages were open', async ({
  server,
  host,
  viewer,
  startServer,
}) => {
  await server.stop()
  const otherProtocol = ['--import', new URL('../support/other-protocol.ts', import.meta.url).href]
  await startServer({ PORT: String(server.port) }, otherProtocol)

  await host.getByTestId('share-screen').click()
  await expectError(host, 'version-mismatch')
  await expectNothingOpen(host)
  await joinWithCode(viewer, '48213 90571')
  await expectError(viewer, 'version-mismatch')
  await expectNothingOpen(viewer)
})
