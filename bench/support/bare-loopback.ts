import type { Page } from '@playwright/test'

/**
 * The measure of all things: a screen shared between two bare RTCPeerConnections in one page, with no server, no
 * proof, no person and no interface around them, and the codec that Beckon prefers.
 */
interface BareLoopback {
  /** From before the two connections are made to the first decoded frame. */
  readonly firstFrameMs: number
}

/** Runs in a page: shares the screen with itself in a video of its own. */
const share = async (): Promise<BareLoopback> => {
  const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 30 } } })
  const [track] = stream.getVideoTracks()
  if (!track) throw new Error('nothing was captured')
  track.contentHint = 'text'
  const video = document.createElement('video')
  video.id = 'bare'
  video.muted = true
  // In sight, or Chromium would not play it by itself.
  video.style.cssText = 'position: fixed; inset: 0; width: 100%; z-index: 9'
  document.body.append(video)

  const startedAt = performance.now()
  const sender = new RTCPeerConnection()
  const receiver = new RTCPeerConnection()
  sender.addEventListener('icecandidate', ({ candidate }) => void receiver.addIceCandidate(candidate))
  receiver.addEventListener('icecandidate', ({ candidate }) => void sender.addIceCandidate(candidate))
  receiver.addEventListener('track', ({ streams }) => {
    video.srcObject = streams[0] ?? null
    void video.play()
  })
  sender.addTrack(track, stream)
  const [transceiver] = sender.getTransceivers()
  const codecs = RTCRtpSender.getCapabilities('video')?.codecs ?? []
  const isAv1 = ({ mimeType }: RTCRtpCodec): boolean => mimeType === 'video/AV1'
  transceiver?.setCodecPreferences([...codecs].sort((a, b) => Number(isAv1(b)) - Number(isAv1(a))))
  await sender.setLocalDescription()
  await receiver.setRemoteDescription(sender.localDescription ?? { type: 'offer' })
  await receiver.setLocalDescription()
  await sender.setRemoteDescription(receiver.localDescription ?? { type: 'answer' })
  await new Promise((resolve) => video.requestVideoFrameCallback(resolve))
  return { firstFrameMs: performance.now() - startedAt }
}

export const shareBare = (page: Page): Promise<BareLoopback> => page.evaluate(share)
