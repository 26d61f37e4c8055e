import type { Clock } from '#shared/clock.ts'
import type { Backend, BackendEvents } from './backend.ts'

/** The backend of this system, whose libraries are loaded with it. Throws where there is none, or it does not start. */
export const createBackend = async (
  platform: NodeJS.Platform,
  clock: Clock,
  events: BackendEvents,
): Promise<Backend> => {
  switch (platform) {
    case 'linux': {
      const { X11Backend } = await import('./x11/backend.ts')
      return new X11Backend(clock)
    }
    case 'win32': {
      const { createWindowsBackend } = await import('./windows/backend.ts')
      return createWindowsBackend(events)
    }
    case 'darwin': {
      const { createMacBackend } = await import('./macos/backend.ts')
      return createMacBackend()
    }
    default:
      throw new Error(`no way to control ${platform}`)
  }
}
