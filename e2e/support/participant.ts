import type { BrowserContextOptions, Page } from '@playwright/test'
import {
  type ChromiumOptions,
  type ChromiumProcess,
  launchChromium,
  mediaPermissions,
  type Rectangle,
} from './chromium.ts'
import { type Display, SCREEN } from './display.ts'
import { watchMedia } from './media-watch.ts'
import { patternWindow } from './pattern-layout.ts'

/** A person at a browser of their own. */
export interface Participant extends Pick<ChromiumProcess, 'kill' | 'pid'> {
  readonly page: Page
  /** What went wrong in the page so far that no person sees; must be nothing. */
  readonly mishaps: readonly string[]
}

export interface ParticipantOptions extends Pick<ChromiumOptions, 'flags' | 'program'> {
  /** The page to begin at. */
  readonly at: string
  /** Whether the browser's own picker is answered with the whole screen, on the command line. */
  readonly picksScreen?: boolean
  /** Whether this person never let anybody see the screen before, and so has to wait longer. */
  readonly isNew?: boolean
  readonly context?: BrowserContextOptions
}

/** The windows lie side by side under the pattern: nothing covers anything. Later viewers stack on the first. */
const y = patternWindow.height
const size = { width: SCREEN.width / 2, height: SCREEN.height - y }
export const hostWindow: Rectangle = { x: 0, y, ...size }
export const viewerWindow: Rectangle = { x: size.width, y, ...size }

/** Never together with `--use-fake-ui-for-media-stream`, which breaks the capture of a real screen. */
const pickScreen = '--auto-select-desktop-capture-source=Entire screen'

/** Runs in the page: the note that the app itself makes once somebody was let in. */
export const rememberAccepting = (): void => localStorage.setItem('beckon.has-accepted', 'true')

/** Notes exceptions that nobody caught, what the content security policy had to stop, and requests to strangers. */
const watchMishaps = (page: Page, origin: string): readonly string[] => {
  const mishaps: string[] = []
  page.on('pageerror', (error) => mishaps.push(String(error)))
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) mishaps.push(message.text())
  })
  page.on('request', (request) => {
    const { protocol, origin: target } = new URL(request.url())
    if (/^https?:$/.test(protocol) && target !== origin) mishaps.push(`asked for ${request.url()}`)
  })
  return mishaps
}

/** Starts a browser with one page. */
export const launchParticipant = async (
  display: Display,
  window: Rectangle,
  {
    at,
    picksScreen = false,
    isNew = false,
    flags = [],
    program,
    context: contextOptions,
  }: ParticipantOptions,
): Promise<Participant & ChromiumProcess> => {
  const chromium = await launchChromium({
    display,
    window,
    flags: picksScreen ? [pickScreen, ...flags] : flags,
    ...(program !== undefined && { program }),
  })
  const context = await chromium.browser.newContext({
    // An emulated viewport would not be what is seen on the screen.
    viewport: null,
    locale: 'en-US',
    permissions: mediaPermissions,
    ...contextOptions,
  })
  await watchMedia(context)
  if (!isNew) await context.addInitScript(rememberAccepting)
  const page = await context.newPage()
  const mishaps = watchMishaps(page, new URL(at).origin)
  await page.goto(at)
  return { ...chromium, page, mishaps }
}
