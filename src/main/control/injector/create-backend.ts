import type { Clock } from '#shared/clock.ts'
import type { Backend, BackendEvents } from './backend.ts'

/** By the name of the platform; by `portal` where Wayland's RemoteDesktop portal is to be asked. */
export type BackendName = NodeJS.Platform | 'portal'

/** The backend of this system, whose libraries are loaded with it. Throws where there is none, or it does not start. */
export const createBackend = async (
  name: BackendName,
  clock: Clock,
  events: BackendEvents,
): Promise<Backend> => {
  switch (name) {
    case 'portal': {
      const { openPortalBackend } = await import('./portal/backend.ts')
      return openPortalBackend(process.env, clock, events)
    }
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
      throw new Error(`no way to control ${name}`)
  }
}
