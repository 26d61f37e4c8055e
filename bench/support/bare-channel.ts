import type { Page } from '@playwright/test'

/** A data channel between pages of two browsers with nothing around it, kept in each page under this name. */
declare global {
  interface Window {
    benchConnection?: RTCPeerConnection
    benchChannel?: RTCDataChannel
  }
}

/** Runs in a page: makes a connection, with an offer or the answer to one, all candidates included. */
const describe = async (offer: string | null): Promise<string> => {
  const connection = new RTCPeerConnection()
  const channel = connection.createDataChannel('bench', { negotiated: true, id: 0 })
  channel.binaryType = 'arraybuffer'
  window.benchConnection = connection
  window.benchChannel = channel
  if (offer !== null) await connection.setRemoteDescription(JSON.parse(offer) as RTCSessionDescriptionInit)
  await connection.setLocalDescription()
  if (connection.iceGatheringState !== 'complete')
    await new Promise<void>((resolve) =>
      connection.addEventListener('icegatheringstatechange', () => {
        if (connection.iceGatheringState === 'complete') resolve()
      }),
    )
  return JSON.stringify(connection.localDescription)
}

/** Connects two pages; the second sends back whatever the first sends. */
export const connectBare = async (first: Page, second: Page): Promise<void> => {
  const answer = await second.evaluate(describe, await first.evaluate(describe, null))
  await second.evaluate(() => {
    const { benchChannel: channel } = window
    channel?.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => channel.send(data))
  })
  await first.evaluate(async (description) => {
    const { benchConnection: connection, benchChannel: channel } = window
    const opened = new Promise((resolve) => channel?.addEventListener('open', resolve))
    await connection?.setRemoteDescription(JSON.parse(description) as RTCSessionDescriptionInit)
    await opened
  }, answer)
}

/** The round trip of one message of a hundred bytes, about as long as a click is, in milliseconds. */
export const pingBare = (first: Page): Promise<number> =>
  first.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const startedAt = performance.now()
        window.benchChannel?.addEventListener('message', () => resolve(performance.now() - startedAt), {
          once: true,
        })
        window.benchChannel?.send(new ArrayBuffer(100))
      }),
  )
