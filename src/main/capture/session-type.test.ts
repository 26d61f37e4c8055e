import { describe, expect, it } from 'vitest'
import { capturesThroughPortal } from './session-type.ts'

describe('the portal', () => {
  it('is used in a Wayland session, also by an app that runs on XWayland', () => {
    const wayland = { XDG_SESSION_TYPE: 'wayland', WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' }
    expect(capturesThroughPortal('linux', wayland)).toBe(true)
    expect(capturesThroughPortal('linux', { ...wayland, XDG_SESSION_TYPE: 'x11' })).toBe(false)
    expect(capturesThroughPortal('linux', { ...wayland, WAYLAND_DISPLAY: '' })).toBe(false)
    expect(capturesThroughPortal('darwin', wayland)).toBe(false)
  })
})
