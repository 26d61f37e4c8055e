import type { CommandLine } from 'electron'

/**
 * Whether screens are captured through Wayland's portal. The same test as Chromium's own, which looks at the session
 * and not at the windowing system that the app itself runs on (webrtc, desktop_capturer.cc, IsRunningUnderWayland).
 */
export const capturesThroughPortal = (
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): boolean =>
  platform === 'linux' &&
  env.XDG_SESSION_TYPE === 'wayland' &&
  env.WAYLAND_DISPLAY !== undefined &&
  env.WAYLAND_DISPLAY !== ''

/**
 * Whether the app runs on XWayland though the session is Wayland's: it is then told sizes and scales of displays that are
 * not those of the session.
 */
export const runsOnX11 = (commandLine: Pick<CommandLine, 'getSwitchValue'>): boolean =>
  ['ozone-platform', 'ozone-platform-hint'].some((name) => commandLine.getSwitchValue(name) === 'x11')
