import type { BrowserContext, Page } from '@playwright/test'

/** What of the browser's media a page holds open at this moment. */
export interface MediaInUse {
  /** Peer connections that are not closed. */
  readonly connections: number
  /** Tracks of screen captures, and clones of them, that are still live. */
  readonly captures: number
}

declare global {
  interface Window {
    mediaInUse(): MediaInUse
  }
}

/** Runs in each page before its own scripts: notes every peer connection and every captured track. */
const watch = (): void => {
  const connections: RTCPeerConnection[] = []
  const captures: MediaStreamTrack[] = []

  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      connections.push(this)
    }
  }

  const devices = navigator.mediaDevices
  const getDisplayMedia = devices.getDisplayMedia.bind(devices)
  devices.getDisplayMedia = async (options) => {
    const stream = await getDisplayMedia(options)
    captures.push(...stream.getTracks())
    return stream
  }

  const { clone } = MediaStreamTrack.prototype
  MediaStreamTrack.prototype.clone = function (this: MediaStreamTrack) {
    const copy = clone.call(this)
    if (captures.includes(this)) captures.push(copy)
    return copy
  }

  window.mediaInUse = () => ({
    connections: connections.filter(({ connectionState }) => connectionState !== 'closed').length,
    captures: captures.filter(({ readyState }) => readyState === 'live').length,
  })
}

export const watchMedia = async (context: BrowserContext): Promise<void> => {
  await context.addInitScript(watch)
}

export const mediaInUse = (page: Page): Promise<MediaInUse> => page.evaluate(() => window.mediaInUse())
