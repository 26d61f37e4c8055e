import type { Platform } from './platform.ts'

/** The web edition: served by its signaling server, so both share one origin. */
export const createWebPlatform = (
  location: Pick<Location, 'origin'>,
  clipboard: Pick<Clipboard, 'writeText'> | undefined,
): Platform => ({
  app: 'web',
  serverUrl: location.origin,
  joinLink: (codeFragment) => `${location.origin}/join#${codeFragment}`,
  copyText: async (text) => {
    // Absent on plain http pages other than localhost.
    if (!clipboard) throw new Error('no clipboard in this context')
    await clipboard.writeText(text)
  },
})
