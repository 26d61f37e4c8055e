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
