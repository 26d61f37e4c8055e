import { describe, expect, it } from 'vitest'
import { capturesThroughPortal, runsOnX11 } from './session-type.ts'

describe('the portal', () => {
  it('is used in a Wayland session, also by an app that runs on XWayland', () => {
    const wayland = { XDG_SESSION_TYPE: 'wayland', WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' }
    expect(capturesThroughPortal('linux', wayland)).toBe(true)
    expect(capturesThroughPortal('linux', { ...wayland, XDG_SESSION_TYPE: 'x11' })).toBe(false)
    expect(capturesThroughPortal('linux', { ...wayland, WAYLAND_DISPLAY: '' })).toBe(false)
    expect(capturesThroughPortal('darwin', wayland)).toBe(false)
  })
})

describe('the app in a Wayland session', () => {
  it.each([
    [{}, false],
    [{ 'ozone-platform': 'wayland' }, false],
    [{ 'ozone-platform': 'x11' }, true],
    [{ 'ozone-platform-hint': 'x11' }, true],
  ])('with %o runs on XWayland: %s', (switches: Readonly<Record<string, string>>, runs) => {
    expect(runsOnX11({ getSwitchValue: (name) => switches[name] ?? '' })).toBe(runs)
  })
})
