import { networkFindings } from '#shared/doctor/findings.ts'
import type { Bridge } from '#shared/ipc/bridge.ts'
import type { IceReply } from '#shared/protocol/signaling.ts'
import { parseOwnIceServer, type OwnIceServerDraft } from '#shared/own-ice-server.ts'
import { failure } from '#shared/errors.ts'
import { err, ok, type Result } from '#shared/result.ts'
import { captureScreen, type PictureKind, type ScreenCapture } from '../media/screen-capture.ts'
import { examineNetwork } from '../transport/doctor/examine-network.ts'
import { fetchIceServers, noIceServers, type IceOffer } from '../transport/ice-servers.ts'
import { PeerLink } from '../transport/peer-link.ts'
import { SignalingClient } from '../transport/signaling-client.ts'
import { browserClock } from './browser-clock.ts'
import type { HostDeps, SessionDeps } from './deps.ts'
import { MainControl } from './host/main-control.ts'
import { PageControl } from './host/page-control.ts'
import { randomBytes } from './random-bytes.ts'

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

export interface BrowserDepsOptions {
  readonly serverUrl: string
  /** What the person prefers about the way to the other side; asked for each link, for it may change in between. */
  readonly relayOnly: () => boolean
  /** A server that the person has brought, as stored; asked for at each use. */
  readonly ownServer: () => OwnIceServerDraft
}

/** None where nothing was typed, or nothing of use. */
export const ownIceServers = (draft: OwnIceServerDraft): readonly RTCIceServer[] => {
  const own = parseOwnIceServer(draft)
  return own.ok && own.value ? [{ ...own.value }] : []
}

/** What the signaling server offers, if it could be asked. */
export const offeredServers = (offered: Result<IceReply>): IceOffer =>
  offered.ok
    ? { servers: offered.value.iceServers, isWhole: true, lifeMs: offered.value.ttlSeconds * 1000 }
    : noIceServers

/** A session's outside world in a real browser or Electron window. */
export const createBrowserDeps = ({ serverUrl, relayOnly, ownServer }: BrowserDepsOptions): SessionDeps => ({
  createSignaling: () => new SignalingClient(serverUrl),
  fetchIceServers: async (membership) => offeredServers(await fetchIceServers(serverUrl, membership)),
  ownIceServers: () => ownIceServers(ownServer()),
  createLink: (options) => new PeerLink({ ...options, relayOnly: relayOnly() }),
  generateCertificate,
  onNetworkChange: (run) => {
    addEventListener('online', run)
    return () => removeEventListener('online', run)
  },
  examineNetwork: async (iceServers) => {
    const { measured } = await examineNetwork(iceServers)
    return networkFindings({ ...measured, relayOnly: relayOnly() }).map(({ code }) => code)
  },
  random: randomBytes,
  clock: browserClock,
  requestFrame: (run) => {
    const frame = requestAnimationFrame(run)
    return () => cancelAnimationFrame(frame)
  },
})

/**
 * In the app, Chromium calls every capture that main did not grant a failed one: main knows whether the person declined.
 * Exported for its test.
 */
export const withMainsReason = async (
  captured: Result<ScreenCapture>,
  desktop: Pick<Bridge, 'capture'>,
): Promise<Result<ScreenCapture>> => {
  if (captured.ok || captured.error.code === 'unsupported') return captured
  const outcome = await desktop.capture.outcome()
  const isDeclined = outcome.ok && outcome.value === 'declined'
  return err(failure(isDeclined ? 'capture-refused' : 'capture-unavailable', { cause: captured.error }))
}

/** What a host needs besides. @param desktop null in a browser, where the page itself decides what viewers may do. */
export const createHostDeps = (options: BrowserDepsOptions, desktop: Bridge | null): HostDeps => {
  const deps = createBrowserDeps(options)
  return {
    ...deps,
    capture: async (kind: PictureKind) => {
      const captured = await captureScreen(navigator.mediaDevices, kind)
      return desktop ? withMainsReason(captured, desktop) : captured
    },
    createControl: () => (desktop ? new MainControl(desktop.control) : new PageControl(deps.clock)),
  }
}
