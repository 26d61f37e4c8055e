import type { BrowserContextOptions, Page } from '@playwright/test'
import { type ChromiumProcess, launchChromium, mediaPermissions, type Rectangle } from './chromium.ts'
import { type Display, SCREEN } from './display.ts'
import { watchMedia } from './media-watch.ts'
import { patternWindow } from './pattern-layout.ts'

/** A person at a browser of their own. */
export interface Participant extends Pick<ChromiumProcess, 'kill'> {
  readonly page: Page
}

export interface ParticipantOptions {
  /** What `getDisplayMedia` is answered with; `ask` leaves the browser's own picker to the test. */
  readonly capture?: 'whole-screen' | { readonly tabTitle: string } | 'ask'
  readonly context?: BrowserContextOptions
}

/** The windows lie side by side under the pattern: nothing covers anything. Later viewers stack on the first. */
const y = patternWindow.height
const size = { width: SCREEN.width / 2, height: SCREEN.height - y }
export const hostWindow: Rectangle = { x: 0, y, ...size }
export const viewerWindow: Rectangle = { x: size.width, y, ...size }

/** The browser's picker, answered on the command line; `--use-fake-ui-for-media-stream` would break the capture. */
const captureFlags = (capture: ParticipantOptions['capture']): readonly string[] => {
  if (capture === 'ask' || capture === undefined) return []
  if (capture === 'whole-screen') return ['--auto-select-desktop-capture-source=Entire screen']
  return [`--auto-select-tab-capture-source-by-title=${capture.tabTitle}`]
}

/** Starts a browser with one page, at `baseURL` but nowhere yet. */
export const launchParticipant = async (
  display: Display,
  window: Rectangle,
  { capture, context: contextOptions }: ParticipantOptions,
): Promise<Participant & ChromiumProcess> => {
  const process = await launchChromium({ display, window, flags: captureFlags(capture) })
  // An emulated viewport would not be what is seen on the screen.
  const context = await process.browser.newContext({
    viewport: null,
    locale: 'en-US',
    permissions: mediaPermissions,
    ...contextOptions,
  })
  await watchMedia(context)
  return { ...process, page: await context.newPage() }
}
