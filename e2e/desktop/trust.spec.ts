import { expect } from '@playwright/test'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expectLogged } from './app-log.ts'
import { test as base } from './fixtures.ts'
import { expectWindowAt } from './tray.ts'

/** What pages cannot do. The bridge of the app is all that a page has. */
interface Page {
  readonly beckon?: {
    readonly settings: { get(): Promise<unknown>; change(change: unknown): Promise<unknown> }
    readonly capture: { list(options: unknown): Promise<unknown> }
  }
}

const test = base.extend<{ readonly strangerUrl: string }>({
  /** A page of somebody else's, on this computer. */
  strangerUrl: async ({}, use) => {
    const server = createServer((_request, response) =>
      response.end('<!doctype html><title>Stranger</title>'),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    await use(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`)
    server.closeAllConnections()
    server.close()
  },
})

const refusal = { ok: false, error: { code: 'not-allowed' } }

test('answers no page but its own, and says so', async ({ launchDesktop, strangerUrl }) => {
  const desktop = await launchDesktop()
  const page = await desktop.page()
  expect(await page.evaluate(() => (window as Page).beckon?.settings.get())).toMatchObject({ ok: true })

  await desktop.loadForeignPage(strangerUrl)
  await expect(page).toHaveTitle('Stranger')
  expect(await page.evaluate(() => (window as Page).beckon?.settings.get())).toEqual(refusal)
  expect(await page.evaluate(() => (window as Page).beckon?.capture.list({ thumbnails: false }))).toEqual(
    refusal,
  )
  await expectLogged(desktop, { msg: 'ipc refused', channel: 'settings:get', reason: 'sender' })
  await expectLogged(desktop, { msg: 'ipc refused', channel: 'capture:list', reason: 'sender' })
})

test('takes no message that is not as agreed', async ({ launchDesktop }) => {
  const desktop = await launchDesktop()
  const page = await desktop.page()
  const answer = await page.evaluate(() =>
    (window as Page).beckon?.settings.change({ openAtLogin: 'yes', also: 'this' }),
  )
  expect(answer).toMatchObject({ ok: false, error: { code: 'bad-request' } })
  await expectLogged(desktop, { msg: 'ipc refused', channel: 'settings:change', reason: 'payload' })
})

test('gives frames no bridge', async ({ launchDesktop }) => {
  const page = await (await launchDesktop()).page()
  const names = await page.evaluate(() => {
    const frame = document.createElement('iframe')
    document.body.append(frame)
    return Object.keys(frame.contentWindow ?? {})
  })
  expect(names).not.toContain('beckon')
})

test('stays at its own pages', async ({ launchDesktop, strangerUrl }) => {
  const desktop = await launchDesktop()
  const page = await desktop.page()
  await page.evaluate((url) => {
    location.href = url
  }, strangerUrl)
  await expectLogged(desktop, { msg: 'navigation refused' })
  await expectWindowAt(desktop, 'app://beckon/')
  await expect(page.getByTestId('share-screen')).toBeVisible()
})

test('opens no window, and links only over TLS, in the browser', async ({ launchDesktop, strangerUrl }) => {
  const desktop = await launchDesktop()
  const page = await desktop.page()
  await page.evaluate((url) => void window.open(url), strangerUrl)
  await expectLogged(desktop, { msg: 'window refused' })
  expect((await desktop.state()).opened).toEqual([])
  await page.evaluate(() => void window.open('https://beckon.example/help'))
  await expect.poll(async () => (await desktop.state()).opened).toEqual(['https://beckon.example/help'])
  expect((await desktop.state()).windows).toHaveLength(1)
})

test('has no powers in its page beyond the bridge', async ({ launchDesktop }) => {
  const page = await (await launchDesktop()).page()
  const powers = ['require', 'process', 'module', 'ipcRenderer', 'electron']
  expect(await page.evaluate((names) => names.filter((name) => name in window), powers)).toEqual([])
})
