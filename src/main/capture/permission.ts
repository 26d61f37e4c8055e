import type { Shell, SystemPreferences } from 'electron'
import type { CapturePermission } from '#shared/ipc/capture.ts'

const SETTINGS_PAGE = 'x-apple.systempreferences:com.apple.preference.security?Privacy_ScreenCapture'

export interface CapturePermissionPort {
  status(): CapturePermission
  /** Opens the page of the system's settings where it is given; nothing where there is no such thing. */
  openSettings(): Promise<void>
}

/**
 * macOS lets nobody record the screen unasked, and grants it to a process only when that starts: after a change the
 * app has to be relaunched. Its question appears at the first `getSources`; there is no call that only asks.
 */
export const createCapturePermission = (
  platform: NodeJS.Platform,
  systemPreferences: Pick<SystemPreferences, 'getMediaAccessStatus'>,
  shell: Pick<Shell, 'openExternal'>,
): CapturePermissionPort => {
  if (platform !== 'darwin') return { status: () => 'granted', openSettings: () => Promise.resolve() }
  return {
    status: () => {
      const status = systemPreferences.getMediaAccessStatus('screen')
      switch (status) {
        case 'granted':
          return 'granted'
        case 'denied':
        case 'restricted':
          return 'denied'
        case 'not-determined':
        case 'unknown':
          return 'not-asked'
      }
    },
    openSettings: () => shell.openExternal(SETTINGS_PAGE),
  }
}
