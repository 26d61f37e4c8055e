import { failure } from '#shared/errors.ts'
import { err, ok, type Result } from '#shared/result.ts'
import { captureScreen, type PictureKind } from '../media/screen-capture.ts'
import { fetchIceServers } from '../transport/ice-servers.ts'
import { PeerLink } from '../transport/peer-link.ts'
import { SignalingClient } from '../transport/signaling-client.ts'
import type { HostDeps } from './deps.ts'

/** The key of a DTLS certificate: what browsers themselves would choose, and quick to make. */
const certificateKey: EcKeyGenParams = { name: 'ECDSA', namedCurve: 'P-256' }

const generateCertificate = async (): Promise<Result<RTCCertificate>> => {
  try {
    return ok(await RTCPeerConnection.generateCertificate(certificateKey))
  } catch (cause) {
    // Policies and preferences can take WebRTC away from a page altogether.
    return err(failure('unsupported', { cause }))
  }
}

/** A session's outside world in a real browser or Electron window. */
export const createBrowserDeps = (serverUrl: string): HostDeps => ({
  createSignaling: () => new SignalingClient(serverUrl),
  fetchIceServers: (membership) => fetchIceServers(serverUrl, membership),
  createLink: (options) => new PeerLink(options),
  generateCertificate,
  random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  clock: {
    now: () => Date.now(),
    after: (delayMs, run) => {
      const timer = setTimeout(run, delayMs)
      return () => clearTimeout(timer)
    },
  },
  capture: (kind: PictureKind) => captureScreen(navigator.mediaDevices, kind),
})
