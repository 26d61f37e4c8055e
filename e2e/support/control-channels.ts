import type { Page } from '@playwright/test'
import { controlChannel, motionChannel } from '../../src/shared/protocol/channels.ts'

/** What a page's channels for control are, once they are open: label, id and guarantees, as JSON. */
export type ChannelFacts = Readonly<Record<string, unknown>>

type Sent = { readonly channel: string; readonly data: string | readonly number[] }
interface Tapped {
  readonly beckonChannels: Map<string, RTCDataChannel>
}

/** Keeps hold of the channels that the page makes from now on, so that a test can write to them past the app. */
export const tapChannels = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const channels = new Map<string, RTCDataChannel>()
    const { createDataChannel } = RTCPeerConnection.prototype
    RTCPeerConnection.prototype.createDataChannel = function (label, init) {
      const channel = createDataChannel.call(this, label, init)
      channels.set(label, channel)
      return channel
    }
    Object.assign(window, { beckonChannels: channels })
  })

/** The two channels of the control protocol as the page's browser has them. */
export const readChannels = (page: Page): Promise<ChannelFacts[]> =>
  page.evaluate(
    (labels) =>
      labels.map((name) => {
        const channel = (window as unknown as Tapped).beckonChannels.get(name)
        if (!channel) return {}
        const { label, id, ordered, maxRetransmits, negotiated, readyState } = channel
        return { label, id, ordered, maxRetransmits, negotiated, readyState }
      }),
    [controlChannel.label, motionChannel.label],
  )

/** Writes to the page's channels whatever the app would have said. */
const send = (page: Page, messages: readonly Sent[]): Promise<void> =>
  page.evaluate((all) => {
    for (const { channel, data } of all) {
      const open = (window as unknown as Tapped).beckonChannels.get(channel)
      if (typeof data === 'string') open?.send(data)
      else open?.send(new Uint8Array(data))
    }
  }, messages)

export const sendControl = (page: Page, ...texts: readonly string[]): Promise<void> =>
  send(
    page,
    texts.map((data) => ({ channel: controlChannel.label, data })),
  )

export const sendMotion = (page: Page, ...moves: readonly Uint8Array[]): Promise<void> =>
  send(
    page,
    moves.map((move) => ({ channel: motionChannel.label, data: [...move] })),
  )
