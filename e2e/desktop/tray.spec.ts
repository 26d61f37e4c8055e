import { expect } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expectError } from '../support/expectations.ts'
import { joinWithCode, spoilCode } from '../support/product.ts'
import { embeddedServer } from './app-log.ts'
import { test } from './fixtures.ts'
import { writeSettings } from './settings-file.ts'
import { expectNoWindow, expectWindowAt, readTrayCode, trayLabels } from './tray.ts'

/** Every item of the tray that sharing.spec.ts does not click. */

test('offers at rest what can be done then', async ({ launchDesktop }) => {
  const desktop = await launchDesktop({ args: ['--hidden'] })
  await expect
    .poll(() => trayLabels(desktop))
    .toEqual([
      'Share my screen',
      'Choose what to share…',
      'Join with a code…',
      'Server',
      'Open Beckon',
      'Settings…',
      'Quit Beckon',
    ])
  await expectNoWindow(desktop)
})

test('opens the window where the person wants to go', async ({ launchDesktop }) => {
  const desktop = await launchDesktop({ args: ['--hidden'] })
  await desktop.clickTray('Open Beckon')
  await expectWindowAt(desktop, 'app://beckon/')
  await desktop.clickTray('Settings…')
  await expectWindowAt(desktop, 'app://beckon/settings')
  await desktop.clickTray('Join with a code…')
  await expectWindowAt(desktop, 'app://beckon/join')
  await desktop.clickMenuBar(process.platform === 'darwin' ? 'Beckon' : 'File', 'Settings…')
  await expectWindowAt(desktop, 'app://beckon/settings')
})

test(
  'lets the person choose what to share, or think better of it',
  { tag: '@screen' },
  async ({ launchDesktop }) => {
    const desktop = await launchDesktop({ args: ['--hidden'] })
    await desktop.clickTray('Choose what to share…')
    const page = await desktop.page()
    await expect(page.getByTestId('source-picker')).toBeVisible()
    await expect.poll(async () => (await desktop.state()).windows).toMatchObject([{ visible: true }])
    await desktop.clickTray('Cancel')
    await expect(page.getByTestId('source-picker')).toBeHidden()

    await desktop.clickTray('Choose what to share…')
    await page.getByTestId('share-source').click()
    await readTrayCode(desktop)
  },
)

test('copies the code', { tag: '@screen' }, async ({ launchDesktop }) => {
  const desktop = await launchDesktop({ args: ['--hidden'] })
  await desktop.clickTray('Share my screen')
  const code = await readTrayCode(desktop)
  await desktop.clickTray(`Code ${code} (click to copy)`)
  await expect.poll(async () => (await desktop.state()).clipboard).toBe(code)
})

test(
  'makes a new code once wrong tries have burnt one',
  { tag: '@screen' },
  async ({ launchDesktop, launchViewer }) => {
    const desktop = await launchDesktop({ args: ['--hidden'] })
    await desktop.clickTray('Share my screen')
    const code = await readTrayCode(desktop)
    const { page: viewer } = await launchViewer({ at: `${await embeddedServer(desktop)}/join` })
    for (const error of ['secret-mismatch', 'secret-mismatch', 'too-many-tries'] as const) {
      await joinWithCode(viewer, spoilCode(code, 'secret'))
      await expectError(viewer, error)
    }

    await expect.poll(() => trayLabels(desktop)).toContain('No code at the moment')
    await desktop.clickTray('New code')
    expect(await readTrayCode(desktop, code)).not.toBe(code)
  },
)

test('switches between servers used before', async ({ launchDesktop, userData }) => {
  const url = 'http://127.0.0.1:7399'
  await writeSettings(userData, { recentServers: [url] })
  const desktop = await launchDesktop({ args: ['--hidden'] })
  await desktop.clickTray('Server', url)
  const storedServer = async (): Promise<unknown> => {
    const text = await readFile(join(userData, 'settings.json'), 'utf8')
    return (JSON.parse(text) as { settings: { server: unknown } }).settings.server
  }
  await expect.poll(storedServer).toEqual({ kind: 'hosted', url })
  await desktop.clickTray('Server', 'This network')
  await expect.poll(storedServer).toEqual({ kind: 'network' })
})

test('quits, and asks first while something is shared', { tag: '@screen' }, async ({ launchDesktop }) => {
  const desktop = await launchDesktop({ args: ['--hidden'] })
  await desktop.clickTray('Share my screen')
  await readTrayCode(desktop)
  await desktop.answerMessages(1)
  await desktop.clickTray('Quit Beckon')
  await expect.poll(async () => (await desktop.state()).messages).toEqual(['You are sharing your screen'])
  await readTrayCode(desktop)

  await desktop.answerMessages(0)
  await desktop.clickTray('Quit Beckon')
  expect(await desktop.ended).toBe(0)
})
