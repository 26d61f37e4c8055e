import type { Bridge } from '#shared/ipc/bridge.ts'
import { ok } from '#shared/result.ts'
import { joinLinkAt, type Platform } from './platform.ts'

/** The desktop app: its pages come with it, and its server is the one that the settings name. */
export const createDesktopPlatform = (bridge: Bridge, clipboard: Pick<Clipboard, 'writeText'>): Platform => {
  let browserUrls: readonly string[] = []
  let serverUrl = ''
  return {
    app: 'desktop',
    origin: null,
    openServer: async () => {
      const opened = await bridge.server.open()
      if (!opened.ok) return opened
      serverUrl = opened.value.url
      browserUrls = opened.value.browserUrls
      return ok(serverUrl)
    },
    get browserUrls() {
      return browserUrls
    },
    // Without a network there is still this computer.
    joinLink: (codeFragment) => joinLinkAt(browserUrls[0] ?? serverUrl, codeFragment),
    copyText: (text) => clipboard.writeText(text),
    desktop: bridge,
  }
}
