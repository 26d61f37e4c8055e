import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { programPath } from '../../../support/programs.ts'
import { connectDevTools, type DevTools } from './dev-tools.ts'

export interface BrowserOptions {
  /** Folder of its profile, below Electron's `userData`. */
  readonly profile: string
  /** As for `--proxy-server`. */
  readonly proxy: string
  readonly scaleFactor: number
  /** Chromium's own picker never shows: what is picked is decided by main, and this is it. */
  readonly captures: string
}

export interface StandInBrowser {
  readonly devTools: DevTools
  /** Where Playwright can connect, by `chromium.connectOverCDP`. */
  readonly endpoint: string
  close(): Promise<void>
}

const flags = [
  '--no-startup-window',
  '--no-first-run',
  '--no-default-browser-check',
  '--lang=en-US',
  '--test-type',
  '--password-store=basic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // As windows whose `backgroundThrottling` is false.
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  // The same network as the browsers of the other tests have; see e2e/support/chromium.ts.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--proxy-bypass-list=<-loopback>',
  '--allow-loopback-in-peer-connection',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
]

/** Starts Chromium without a window; `DISPLAY` names its screen. */
export const launchBrowser = async (options: BrowserOptions): Promise<StandInBrowser> => {
  const { profile, proxy, scaleFactor, captures } = options
  const rootFlags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = spawn(
    programPath('chromium'),
    [
      ...flags,
      ...rootFlags,
      `--user-data-dir=${profile}`,
      `--proxy-server=${proxy}`,
      `--force-device-scale-factor=${String(scaleFactor)}`,
      `--auto-select-desktop-capture-source=${captures}`,
      '--remote-debugging-port=0',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const ended = new Promise<void>((resolve) => browser.once('exit', () => resolve()))

  const endpoint = await new Promise<string>((resolve, reject) => {
    browser.once('error', reject)
    browser.once('exit', (code) => reject(new Error(`Chromium ended with ${String(code)}`)))
    createInterface({ input: browser.stderr }).on('line', (line) => {
      const [, url] = /^DevTools listening on (ws:\S+)/.exec(line) ?? []
      if (url !== undefined) resolve(url)
    })
  })
  const devTools = await connectDevTools(endpoint)
  await devTools.send('Target.setDiscoverTargets', { discover: true })

  return {
    devTools,
    endpoint,
    async close() {
      // It may be gone before it can answer.
      await devTools.send('Browser.close').catch(() => undefined)
      await ended
      devTools.close()
    },
  }
}
