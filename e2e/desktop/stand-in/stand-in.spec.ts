import { expect, type Page } from '@playwright/test'
import { join } from 'node:path'
import { readPattern } from '../../support/pattern-reader.ts'
import { test } from '../fixtures.ts'

/** The stand-in itself, tried on the least app that uses it: what it promises of Electron holds. */
const main = join(import.meta.dirname, 'fixture/main.ts')

/** What the fixture's preload exposes. */
interface FixtureBridge {
  echo(value: unknown): Promise<unknown>
  sender(): Promise<{ url: string; isTop: boolean }>
  attempts(): Promise<string[]>
  fail(): Promise<never>
  nobody(): Promise<never>
  now(): { when: Date; bytes: Uint8Array; nothing: undefined }
  throws(): never
  lacking(): never
  onSaid(listener: (word: string) => void): () => void
}
declare global {
  interface Window {
    readonly fixture: FixtureBridge
  }
}

/** The message of what `action` throws, or rejects with, in the page. */
const failureOf = (page: Page, action: 'fail' | 'nobody' | 'throws' | 'lacking'): Promise<string> =>
  page.evaluate(async (name) => {
    try {
      await window.fixture[name]()
      return 'no failure'
    } catch (error) {
      return error instanceof Error ? error.message : 'no Error'
    }
  }, action)

test.describe('the stand-in', () => {
  test('carries values between preload, page and main by structured clone', async ({ launchStandIn }) => {
    const page = await (await launchStandIn({ main })).page()
    const value = { list: [1, 'two', null], missing: undefined, deep: { yes: true } }
    expect(await page.evaluate((sent) => window.fixture.echo(sent), value)).toEqual(value)
    expect(
      await page.evaluate(() => {
        const { when, bytes, ...rest } = window.fixture.now()
        return [when instanceof Date, bytes instanceof Uint8Array, Object.keys(rest)]
      }),
    ).toEqual([true, true, ['nothing']])
    expect(await page.evaluate(() => window.fixture.echo(() => 1).catch(String))).toContain(
      'could not be cloned',
    )
  })

  test('hands errors over by their message', async ({ launchStandIn }) => {
    const page = await (await launchStandIn({ main })).page()
    expect(await failureOf(page, 'throws')).toBe('at once')
    expect(await failureOf(page, 'fail')).toBe(
      "Error invoking remote method 'fixture:fail': TypeError: as it should",
    )
    expect(await failureOf(page, 'nobody')).toContain("No handler registered for 'fixture:nobody'")
  })

  test('shows the page nothing but the bridge, which cannot be changed', async ({ launchStandIn }) => {
    const page = await (await launchStandIn({ main })).page()
    const globals = ['require', 'process', 'module', 'electron', 'ipcRenderer', '__standInPost']
    expect(await page.evaluate((names) => names.filter((name) => name in window), globals)).toEqual([])
    expect(await page.evaluate(() => Object.isFrozen(window.fixture))).toBe(true)
  })

  test('gives frames no bridge', async ({ launchStandIn }) => {
    const page = await (await launchStandIn({ main })).page()
    const names = await page.evaluate(() => {
      const frame = document.createElement('iframe')
      document.body.append(frame)
      return Object.keys(frame.contentWindow ?? {})
    })
    expect(names).not.toContain('fixture')
  })

  test('throws for what it lacks, in main and in the preload', async ({ launchStandIn }) => {
    const desktop = await launchStandIn({ main })
    await expect(desktop.clickTray('Lack')).rejects.toThrow('not in the stand-in: BrowserWindow.setKiosk')
    expect(await failureOf(await desktop.page(), 'lacking')).toBe('not in the stand-in: ipcRenderer.sendSync')
  })

  test('says who sends, by the address that Electron would have', async ({ launchStandIn }) => {
    const page = await (await launchStandIn({ main })).page()
    expect(await page.evaluate(() => window.fixture.sender())).toEqual({ url: 'app://beckon/', isTop: true })
    expect(await page.evaluate(() => isSecureContext)).toBe(true)
  })

  test("sends the page's origin to servers as Electron would", async ({ launchStandIn, startServer }) => {
    const page = await (await launchStandIn({ main })).page()
    const server = await startServer()
    const outcome = await page.evaluate(
      (port) =>
        new Promise((resolve) => {
          const socket = new WebSocket(`ws://127.0.0.1:${String(port)}/socket.io/?EIO=4&transport=websocket`)
          socket.onopen = () => resolve('connected')
          socket.onerror = () => resolve('refused')
        }),
      server.port,
    )
    expect(outcome).toBe('connected')
  })

  test('asks main before the page goes elsewhere or opens a window', async ({ launchStandIn }) => {
    const desktop = await launchStandIn({ main })
    const page = await desktop.page()
    await page.evaluate(() => {
      location.href = 'http://127.0.0.1:9/elsewhere'
    })
    const attempts = () => page.evaluate(() => window.fixture.attempts())
    await expect.poll(attempts).toEqual(['http://127.0.0.1:9/elsewhere'])
    await page.evaluate(() => void window.open('http://127.0.0.1:9/popup'))
    await expect.poll(attempts).toEqual(['http://127.0.0.1:9/elsewhere', 'http://127.0.0.1:9/popup'])
    expect((await desktop.state()).windows).toEqual([
      { visible: false, focused: false, url: 'app://beckon/' },
    ])
  })

  test('clicks menus, and reaches the page from there', async ({ launchStandIn }) => {
    const desktop = await launchStandIn({ main })
    const page = await desktop.page()
    const said = page.evaluate(
      () =>
        new Promise((resolve) => {
          const off = window.fixture.onSaid((word) => {
            off()
            resolve(word)
          })
          document.title = 'Listening'
        }),
    )
    await expect(page).toHaveTitle('Listening')
    await desktop.clickTray('Say', 'Hello')
    expect(await said).toBe('hello')
  })

  test('captures the real screen, once main has agreed', async ({ launchStandIn }) => {
    const desktop = await launchStandIn({ main })
    const page = await desktop.page()
    const video = page.locator('video')
    await desktop.clickTray('Share')
    await expect.poll(() => readPattern(video)).not.toBeNull()
  })

  test('captures nothing without a gesture', async ({ launchStandIn }) => {
    const desktop = await launchStandIn({ main })
    await desktop.clickTray('Share later')
    const address = async () => (await desktop.state()).windows.map(({ url }) => url)
    await expect.poll(address).toEqual(['app://beckon/#InvalidStateError'])
  })

  test('grants the page what main finds granted', async ({ launchStandIn }) => {
    const page = await (await launchStandIn({ main })).page()
    const states = await page.evaluate(async () => {
      const permissions = ['microphone', 'notifications'] as PermissionName[]
      const found = await Promise.all(permissions.map((name) => navigator.permissions.query({ name })))
      return found.map(({ state }) => state)
    })
    expect(states).toEqual(['granted', 'denied'])
  })

  test('hides and shows the window, and asks before it closes', async ({ launchStandIn }) => {
    const desktop = await launchStandIn({ main })
    const isVisible = async () => (await desktop.state()).windows.map(({ visible }) => visible)
    await desktop.clickTray('Show')
    expect(await isVisible()).toEqual([true])
    await desktop.closeWindow()
    expect(await isVisible()).toEqual([false])
  })

  test('is started once, and tells the first of the second', async ({ launchStandIn }) => {
    const desktop = await launchStandIn({ main })
    const page = await desktop.page()
    const said = page.evaluate(
      () =>
        new Promise((resolve) => {
          window.fixture.onSaid(resolve)
          document.title = 'Listening'
        }),
    )
    await expect(page).toHaveTitle('Listening')
    await desktop.startAgain('beckon://join/once')
    expect(await said).toBe('beckon://join/once')
  })

  test('ends as the app says', async ({ launchStandIn }) => {
    const desktop = await launchStandIn({ main })
    await desktop.page()
    await desktop.clickTray('Quit')
    expect(await desktop.ended).toBe(7)
  })

  test('ends by itself when its test was killed', async ({ launchStandIn }) => {
    const desktop = await launchStandIn({ main })
    await desktop.page()
    desktop.abandon()
    expect(await desktop.ended).toBe(0)
  })
})
