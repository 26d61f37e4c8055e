import { describe, expect, it } from 'vitest'
import { createCapturePermission } from './permission.ts'

describe('the permission to record the screen', () => {
  const permission = (platform: NodeJS.Platform, status: string) => {
    const opened: string[] = []
    const port = createCapturePermission(
      platform,
      { getMediaAccessStatus: () => status as 'granted' },
      { openExternal: (url) => Promise.resolve(void opened.push(url)) },
    )
    return { port, opened }
  }

  it.each([
    ['granted', 'granted'],
    ['not-determined', 'not-asked'],
    ['unknown', 'not-asked'],
    ['denied', 'denied'],
    ['restricted', 'denied'],
  ])('is, on macOS, what the system says: %s', (status, expected) => {
    expect(permission('darwin', status).port.status()).toBe(expected)
  })

  it('is nothing that other systems ask for', async () => {
    const { port, opened } = permission('win32', 'denied')
    expect(port.status()).toBe('granted')
    await port.openSettings()
    expect(opened).toEqual([])
  })

  it("leads to the right page of the system's settings", async () => {
    const { port, opened } = permission('darwin', 'denied')
    await port.openSettings()
    expect(opened).toEqual(['x-apple.systempreferences:com.apple.preference.security?Privacy_ScreenCapture'])
  })
})
