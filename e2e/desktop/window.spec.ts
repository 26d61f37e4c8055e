import { expect } from '@playwright/test'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expectLivePicture } from '../support/expectations.ts'
import { acceptViewer, joinWithCode, readCode } from '../support/product.ts'
import { embeddedServer } from './app-log.ts'
import { test } from './fixtures.ts'
import { writeSettings } from './settings-file.ts'
import { expectNoWindow, expectWindowAt, readTrayCode, trayLabels } from './tray.ts'

interface Bridge {
  readonly beckon?: { readonly settings: { get(): Promise<unknown> } }
}

test(
  'goes on sharing in the tray when the window closes, and says so once',
  { tag: '@screen' },
  async ({ launchDesktop, launchViewer }) => {
    const desktop = await launchDesktop()
    const page = await desktop.page()
    await page.getByTestId('share-screen').click()
    await page.getByTestId('share-source').click()
    const { page: viewer } = await launchViewer({ at: `${await embeddedServer(desktop)}/join` })
    await joinWithCode(viewer, await readCode(page))
    await acceptViewer(page)
    await expectLivePicture(viewer)

    const notified = async () => (await desktop.state()).notifications.map(({ title }) => title)
    await desktop.closeWindow()
    await expectNoWindow(desktop)
    await expect.poll(notified).toEqual(['You are still sharing your screen'])
    await expectLivePicture(viewer)

    await desktop.clickNotification('You are still sharing your screen')
    await expect.poll(async () => (await desktop.state()).windows).toMatchObject([{ visible: true }])
    await desktop.closeWindow()
    await expectNoWindow(desktop)
    expect(await notified()).toEqual([])
    await expectLivePicture(viewer)
  },
)

test(
  'stays out of sight when sharing starts in the tray, though it was closed maximised',
  { tag: '@screen' },
  async ({ launchDesktop, userData }) => {
    await writeSettings(userData, {}, { window: { x: 0, y: 0, width: 600, height: 500, maximized: true } })
    const desktop = await launchDesktop({ args: ['--hidden'] })
    await desktop.clickTray('Share my screen')
    await readTrayCode(desktop)
    await expectNoWindow(desktop)
    await desktop.clickTray('Open Beckon')
    await expect.poll(async () => (await desktop.state()).windows).toMatchObject([{ visible: true }])
  },
)

test('comes back when it is started again', async ({ launchDesktop }) => {
  const desktop = await launchDesktop({ args: ['--hidden'] })
  await expect.poll(() => trayLabels(desktop)).toContain('Open Beckon')
  await desktop.startAgain()
  await expectWindowAt(desktop, 'app://beckon/')
})

test('fills in the code of a link, and does no more', async ({ launchDesktop }) => {
  const desktop = await launchDesktop({ args: ['--hidden'] })
  await expect.poll(() => trayLabels(desktop)).toContain('Open Beckon')
  await desktop.startAgain('--some-switch', 'beckon://join/48213-90571', '--another')
  const page = await desktop.page()
  await expect(page.getByTestId('join-code')).toHaveValue('48213 90571')
  // Whatever a link starts has begun by the time that main has answered a question; and the form still waits.
  await page.evaluate(() => (window as Bridge).beckon?.settings.get())
  await expect(page.getByTestId('join')).toBeEnabled()
  await expect(page.getByTestId('connection-state')).toBeHidden()

  const log = await readFile(join(desktop.userData, 'logs/beckon.log'), 'utf8')
  expect(log).not.toMatch(/48213|90571/)
})

test('opens a link that it is started with', async ({ launchDesktop }) => {
  const desktop = await launchDesktop({ args: ['beckon://join/48213-90571'] })
  const page = await desktop.page()
  await expect(page.getByTestId('join-code')).toHaveValue('48213 90571')
})

test('keeps a settings file that it cannot read aside, and says so', async ({ launchDesktop, userData }) => {
  await writeFile(join(userData, 'settings.json'), '{ "version": 1, "settings": { "se')
  const desktop = await launchDesktop()
  await expect
    .poll(async () => (await desktop.state()).notifications.map(({ title }) => title))
    .toEqual(['Your settings could not be read'])
  const kept = (await readdir(userData)).filter((file) => file.startsWith('settings.broken-'))
  expect(kept).toHaveLength(1)
  expect(await readFile(join(userData, kept[0] ?? ''), 'utf8')).toContain('{ "se')

  const page = await desktop.page()
  await desktop.clickTray('Settings…')
  await expect(page.getByText(kept[0] ?? '')).toBeVisible()
})
