import { type Browser, chromium } from '@playwright/test'
import type { Display } from './display.ts'
import { programPath } from './programs.ts'

/** A rectangle of the screen, in pixels. */
export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface ChromiumOptions {
  readonly display: Display
  /** Where its windows open. */
  readonly window: Rectangle
  readonly flags?: readonly string[]
  /** What is started in place of the system's Chromium, to start that in its own way. */
  readonly program?: string
}

/** A Chromium process of its own, with a visible window and a fresh profile. */
export interface ChromiumProcess {
  readonly browser: Browser
  /** Of its main process, whose descendants are all the others. */
  readonly pid: number
  close(): Promise<void>
  /** Ends it with SIGKILL, as a crash or a power cut would: it says goodbye to nobody. */
  kill(): Promise<void>
}

const commonFlags = [
  '--lang=en-US',
  // No bar about unusual flags: it would push the pages about.
  '--test-type',
  // Nothing but this machine: no other name can be resolved.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  // A machine may have no network but its loopback interface. Chromium offers that one only when told to, and only to
  // pages with the permission to use a microphone; others get the address of the default route alone, if there is
  // one, and behind a .local name, which needs multicast DNS. Participants are given both: see `mediaPermissions`.
  '--allow-loopback-in-peer-connection',
]

/** Lets pages find a path over the loopback interface, see above, and use the clipboard: naming any withholds the rest. */
export const mediaPermissions = ['microphone', 'clipboard-read', 'clipboard-write']

export const launchChromium = async ({
  display,
  window,
  flags = [],
  program = programPath('chromium'),
}: ChromiumOptions): Promise<ChromiumProcess> => {
  const server = await chromium.launchServer({
    executablePath: program,
    headless: false,
    // Chromium's sandbox refuses to work for root.
    chromiumSandbox: process.getuid?.() !== 0,
    env: { ...process.env, DISPLAY: display.name },
    args: [
      ...commonFlags,
      `--window-position=${String(window.x)},${String(window.y)}`,
      `--window-size=${String(window.width)},${String(window.height)}`,
      ...flags,
    ],
  })
  const browser = await chromium.connect(server.wsEndpoint())
  return {
    browser,
    pid: server.process().pid ?? 0,
    close: () => server.close(),
    kill: () => server.kill(),
  }
}
