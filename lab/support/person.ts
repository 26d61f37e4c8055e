import { type Browser, chromium, type Page } from '@playwright/test'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { watchMedia } from '../../e2e/support/media-watch.ts'
import { programPath } from '../../e2e/support/programs.ts'
import type { Rectangle } from '../../e2e/support/chromium.ts'
import type { Display } from '../../e2e/support/display.ts'
import { type Home, servers } from './network.ts'
import { watchRoutes } from './route.ts'

export interface BrowserOptions {
  readonly home: Home
  readonly display: Display
  readonly window: Rectangle
  /** Where a script may be put. */
  readonly folder: string
  /** The key of the laboratory's servers, which nobody has certified: SHA-256 of it (SPKI), in Base64. No other is taken. */
  readonly serverKey: string
}

/** What the homes have in place of DNS: both families of each server's name. */
const hosts = [
  '127.0.0.1 localhost',
  ...Object.values(servers).flatMap(({ name, ipv4, ipv6 }) => [`${ipv4} ${name}`, `${ipv6} ${name}`]),
  '',
].join('\n')

/**
 * The program that runs Chromium inside a home's network. `ip netns exec` gives it a view of the file system of its own
 * (ip-netns(8)), so that the names above are seen by nobody else.
 */
const wrap = async ({ home, folder }: BrowserOptions): Promise<string> => {
  const names = join(folder, 'hosts')
  await writeFile(names, hosts)
  const path = join(folder, `chromium-in-${home.inside.name}`)
  const inside = `mount --bind ${names} /etc/hosts && exec ${programPath('chromium')} "$@"`
  await writeFile(path, `#!/bin/sh\nexec ${home.inside.enter.join(' ')} sh -c '${inside}' chromium "$@"\n`)
  await chmod(path, 0o755)
  return path
}

/** Starts a browser inside a home, on a display outside; it is driven through a pipe, which needs no network. */
export const launchBrowser = async (options: BrowserOptions): Promise<Browser> => {
  const { display, window, serverKey } = options
  return chromium.launch({
    executablePath: await wrap(options),
    headless: false,
    chromiumSandbox: false,
    env: { ...process.env, DISPLAY: display.name },
    args: [
      '--lang=en-US',
      '--test-type',
      // For pages and relays alike.
      `--ignore-certificate-errors-spki-list=${serverKey}`,
      '--auto-select-desktop-capture-source=Entire screen',
      `--window-position=${String(window.x)},${String(window.y)}`,
      `--window-size=${String(window.width)},${String(window.height)}`,
    ],
  })
}

/** A person with a fresh profile, without any permission, as most are. */
export const openPage = async (browser: Browser, url: string): Promise<Page> => {
  const context = await browser.newContext({ viewport: null, locale: 'en-US' })
  await watchMedia(context)
  await watchRoutes(context)
  const page = await context.newPage()
  await page.goto(url)
  return page
}
