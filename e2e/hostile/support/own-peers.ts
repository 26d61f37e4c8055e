import type { Browser, Page } from '@playwright/test'
import type { Role } from '../../../src/shared/pairing/context.ts'
import type { LinkSignal } from '../../../src/shared/protocol/peer-messages.ts'
import { mediaPermissions } from '../../support/chromium.ts'
import { gatherEvidence } from './evidence.ts'

/** Two peer connections of the server's own in a real browser: one to play the viewer, one to play the host. */
export interface OwnPeers {
  readonly page: Page
  /** Of the certificate that both use, as in a session description. */
  readonly fingerprint: string
  /** Hands a signal of the real host to the peer that plays the viewer, or the other way round. */
  signal(plays: Role, signal: LinkSignal): Promise<void>
  close(): Promise<void>
}

declare global {
  interface Window {
    /** Bound to the server: what a peer wants to have sent. */
    send(plays: Role, signal: LinkSignal): Promise<void>
    takeSignal(plays: Role, signal: LinkSignal): Promise<void>
  }
}

/** Runs in the server's own page: sees and hears what the host sends, and sends it on to the viewer. */
const open = async (): Promise<string> => {
  const key: EcKeyGenParams = { name: 'ECDSA', namedCurve: 'P-256' }
  const certificate = await RTCPeerConnection.generateCertificate(key)
  const configuration = { certificates: [certificate] }
  const peers = {
    viewer: new RTCPeerConnection(configuration),
    host: new RTCPeerConnection(configuration),
  }
  const describe = async (plays: Role): Promise<void> => {
    await peers[plays].setLocalDescription()
    const { type, sdp } = peers[plays].localDescription?.toJSON() as RTCSessionDescription
    await window.send(plays, { type: type as 'offer' | 'answer', sdp })
  }
  for (const plays of ['viewer', 'host'] as const)
    peers[plays].addEventListener('icecandidate', ({ candidate }) => {
      if (!candidate?.candidate) return
      const { sdpMid, sdpMLineIndex } = candidate
      void window.send(plays, {
        type: 'candidate',
        candidate: { candidate: candidate.candidate, sdpMid, sdpMLineIndex },
      })
    })

  peers.viewer.addEventListener('track', ({ track, streams: [stream] }) => {
    if (!stream) return
    const video = document.createElement('video')
    video.srcObject = stream
    video.muted = true
    document.body.append(video)
    void video.play()
    peers.host.addTrack(track, stream)
    void describe('host')
  })
  const toViewer = peers.host.createDataChannel('link')
  const opened = new Promise((resolve) => toViewer.addEventListener('open', resolve))
  peers.viewer.addEventListener('datachannel', ({ channel }) =>
    channel.addEventListener('message', ({ data }) => void opened.then(() => toViewer.send(data as string))),
  )
  // Candidates may come before the description that they belong to; in order, they wait for it.
  let taken = Promise.resolve()
  window.takeSignal = (plays, signal) =>
    (taken = taken.then(async () => {
      if (signal.type === 'candidate') return peers[plays].addIceCandidate(signal.candidate)
      await peers[plays].setRemoteDescription(signal)
      if (signal.type === 'offer') await describe(plays)
    }))
  return certificate.getFingerprints().find(({ algorithm }) => algorithm === 'sha-256')?.value ?? ''
}

/** @param send hands what a peer has to say to whom it is meant for */
export const openOwnPeers = async (
  browser: Browser,
  url: string,
  send: (plays: Role, signal: LinkSignal) => void,
): Promise<OwnPeers> => {
  const context = await browser.newContext({ viewport: null, permissions: mediaPermissions })
  await gatherEvidence(context)
  const page = await context.newPage()
  await page.exposeFunction('send', send)
  await page.goto(url)
  const fingerprint = await page.evaluate(open)
  return {
    page,
    fingerprint,
    signal: (plays, signal) =>
      page.evaluate(([role, it]) => window.takeSignal(role, it), [plays, signal] as const),
    close: () => context.close(),
  }
}
