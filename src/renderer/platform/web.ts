import { ok } from '#shared/result.ts'
import { joinLinkAt, type Platform } from './platform.ts'

/** The web edition: served by its signaling server, so both share one origin. */
export const createWebPlatform = (
  { origin }: Pick<Location, 'origin'>,
  clipboard: Pick<Clipboard, 'writeText'> | undefined,
): Platform => ({
  app: 'web',
  origin,
  openServer: () => ok(origin),
  browserUrls: [origin],
  joinLink: (codeFragment) => joinLinkAt(origin, codeFragment),
  copyText: async (text) => {
    // Absent on plain http pages other than localhost.
    if (!clipboard) throw new Error('no clipboard in this context')
    await clipboard.writeText(text)
  },
  desktop: null,
})
