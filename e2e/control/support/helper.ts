import { expect, type Locator, type Page } from '@playwright/test'
import type { StandInDesktop } from '../../desktop/stand-in/backend.ts'
import { shareFromTray } from '../../desktop/tray.ts'
import type { Rectangle } from '../../support/chromium.ts'
import type { Display } from '../../support/display.ts'
import type { Participant, ParticipantOptions } from '../../support/participant.ts'

/** Buttons of the question that main puts: the first refuses. */
export const consentButtons = { refuse: 0, forMinutes: 1, untilStopped: 2 } as const

/** A computer that is shared by the desktop app, with no window open, and a helper who watches it in a browser. */
export interface Help {
  /** The screen that is shared; the helper's browser is on another. */
  readonly display: Display
  /** What of it is shared, in its pixels. */
  readonly shared: Rectangle
  readonly desktop: StandInDesktop
  readonly viewer: Page
  /** The helper's browser: its main process, and how it is ended with SIGKILL. */
  readonly viewerPid: number
  readonly killViewer: () => Promise<void>
  readonly picture: Locator
}

/** Shares the screen from the tray, and lets a helper in. */
export const letHelperIn = async (
  { display, shared }: Pick<Help, 'display' | 'shared'>,
  desktop: StandInDesktop,
  launchViewer: (options: ParticipantOptions) => Promise<Participant>,
): Promise<Help> => {
  const { page: viewer, kill, pid } = await shareFromTray(desktop, launchViewer)
  const picture = viewer.getByTestId('remote-video')
  await expect.poll(() => picture.evaluate((video: HTMLVideoElement) => video.videoWidth)).toBeGreaterThan(0)
  return { display, shared, desktop, viewer, viewerPid: pid, killViewer: kill, picture }
}

export const expectGrant = (viewer: Page, state: string): Promise<void> =>
  expect(viewer.getByTestId('control-state')).toHaveAttribute('data-state', state)

/** The helper asks for control, and the host's person gives it. What the helper does is done; its pointer is in the picture. */
export const takeControl = async (help: Help, button: number = consentButtons.forMinutes): Promise<void> => {
  const { desktop, viewer, display, shared } = help
  await desktop.answerMessages(button)
  await viewer.getByTestId('request-control').click()
  // `checking` until main knows that the pointer lands where it is sent; from then on nothing is lost.
  await expectGrant(viewer, 'controlling')
  const target = { x: Math.floor(shared.width / 4), y: Math.floor(shared.height / 5) }
  const { x, y } = (await placeOf(help, shared))(target.x, target.y)
  await viewer.mouse.move(x, y)
  await expect
    .poll(() => {
      const found = display.pointer()
      return Math.max(Math.abs(found.x - shared.x - target.x), Math.abs(found.y - shared.y - target.y))
    })
    .toBeLessThanOrEqual(1)
}

/** Where a pixel of the shared screen is in the helper's page, in units of that. */
export const placeOf = async (
  { picture }: Pick<Help, 'picture'>,
  size: { readonly width: number; readonly height: number },
): Promise<(x: number, y: number) => { readonly x: number; readonly y: number }> => {
  const box = await picture.evaluate((video: HTMLVideoElement) => {
    const { x, y, width, height } = video.getBoundingClientRect()
    return { x, y, width, height, pixelRatio: devicePixelRatio }
  })
  const scale = Math.min(box.width / size.width, box.height / size.height)
  const left = box.x + (box.width - size.width * scale) / 2
  const top = box.y + (box.height - size.height * scale) / 2
  // A pointer's place is the corner of the pixel that it is on, and its middle is meant.
  const middle = 0.5 / box.pixelRatio
  return (x, y) => ({ x: left + (x + 0.5) * scale - middle, y: top + (y + 0.5) * scale - middle })
}
