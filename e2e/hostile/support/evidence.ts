import { expect, type BrowserContext, type Page } from '@playwright/test'

/** What has ever come through to a page from another one, since it was loaded. */
export interface Evidence {
  /** Peer connections that were ever connected: ICE and DTLS. */
  readonly connected: number
  /** Tracks that a session description announced. */
  readonly tracks: number
  /** Frames of such tracks that were decoded and shown. */
  readonly frames: number
  /** Data channels that were ever open: the link's own, and those for control and motion. */
  readonly channels: number
  /** Messages over data channels. */
  readonly messages: number
}

declare global {
  interface Window {
    evidence: Evidence
    /** Every data channel that was ever opened. */
    channels: RTCDataChannel[]
  }
}

/** Runs in each page before its own scripts. */
const gather = (): void => {
  const evidence = { connected: 0, tracks: 0, frames: 0, channels: 0, messages: 0 }
  const received = new Set<MediaStreamTrack>()
  window.evidence = evidence
  window.channels = []

  const watchChannel = (channel: RTCDataChannel): void => {
    window.channels.push(channel)
    const count = (): void => void (evidence.channels += 1)
    if (channel.readyState === 'open') count()
    else channel.addEventListener('open', count)
    channel.addEventListener('message', () => (evidence.messages += 1))
  }
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      let wasConnected = false
      this.addEventListener('connectionstatechange', () => {
        if (this.connectionState === 'connected' && !wasConnected) evidence.connected += 1
        wasConnected ||= this.connectionState === 'connected'
      })
      this.addEventListener('track', ({ track }) => {
        received.add(track)
        evidence.tracks += 1
      })
      this.addEventListener('datachannel', ({ channel }) => watchChannel(channel))
    }

    override createDataChannel(label: string, options?: RTCDataChannelInit): RTCDataChannel {
      const channel = super.createDataChannel(label, options)
      watchChannel(channel)
      return channel
    }
  }

  const property = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'srcObject')
  Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', {
    ...property,
    set(this: HTMLVideoElement, stream: MediaStream | null) {
      property?.set?.call(this, stream)
      if (!stream?.getTracks().some((track) => received.has(track))) return
      const count = (): void => {
        evidence.frames += 1
        this.requestVideoFrameCallback(count)
      }
      this.requestVideoFrameCallback(count)
    },
  })
}

export const gatherEvidence = (context: BrowserContext): Promise<unknown> => context.addInitScript(gather)

export const evidenceIn = (page: Page): Promise<Evidence> => page.evaluate(() => window.evidence)

const nothing: Evidence = { connected: 0, tracks: 0, frames: 0, channels: 0, messages: 0 }

/** Starts anew, after an honest session on the same page. */
export const forgetEvidence = (page: Page): Promise<unknown> =>
  page.evaluate((none) => Object.assign(window.evidence, none), nothing)

/** No frame, no input, no data, no connection, not even an announcement of one: ever, since the page was loaded. */
export const expectNothingPassed = async (...pages: readonly Page[]): Promise<void> => {
  for (const page of pages) expect(await evidenceIn(page), 'what has come through').toEqual(nothing)
}

/** A picture and messages have come through: what the tests above look for can be seen. */
export const expectPicturePassed = async (page: Page): Promise<void> => {
  await expect
    .poll(async () => {
      const missing = Object.entries(await evidenceIn(page)).filter(([, count]) => count === 0)
      return missing.map(([name]) => name)
    })
    .toEqual([])
}
