import { type Browser, test as base } from '@playwright/test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchChromium } from '../../e2e/support/chromium.ts'
import { type Display, startDisplay } from '../../e2e/support/display.ts'
import { hostWindow, viewerWindow } from '../../e2e/support/participant.ts'
import { patternWindow } from '../../e2e/support/pattern-layout.ts'
import { showPattern } from '../../e2e/support/pattern-painter.ts'
import { removeNamespaces } from './namespace.ts'
import { buildNetwork, type Network } from './network.ts'
import { launchBrowser } from './person.ts'
import { Servers } from './servers.ts'

export interface Laboratory {
  readonly network: Network
  readonly servers: Servers
  /** The browser in a home, the host's (0) or the viewer's (1): the same for all tests. */
  browser(home: 0 | 1): Promise<Browser>
}

const paintPattern = async (display: Display) => {
  const pattern = await launchChromium({ display, window: patternWindow })
  const context = await pattern.browser.newContext({ viewport: null })
  await showPattern(await context.newPage())
  return pattern
}

export const test = base.extend<object, { readonly lab: Laboratory }>({
  lab: [
    async ({}, use) => {
      removeNamespaces()
      process.once('exit', removeNamespaces)
      const folder = await mkdtemp(join(tmpdir(), 'beckon-lab-'))
      const display = await startDisplay()
      const pattern = await paintPattern(display)
      const network = buildNetwork()
      const servers = new Servers(network.net, folder)
      await servers.start()
      const browsers: [Promise<Browser>?, Promise<Browser>?] = []
      const options = { display, folder, serverKey: servers.key }
      const places = [
        { home: network.homes[0], window: hostWindow },
        { home: network.homes[1], window: viewerWindow },
      ] as const

      await use({
        network,
        servers,
        browser: (home) => (browsers[home] ??= launchBrowser({ ...options, ...places[home] })),
      })

      for (const browser of browsers) await (await browser)?.close()
      await servers.stop()
      removeNamespaces()
      await pattern.close()
      await display.stop()
      await rm(folder, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 60_000 },
  ],
})
