import type { Clock } from '#shared/clock.ts'
import type { RandomBytes } from '#shared/code.ts'
import type { FindingCode } from '#shared/doctor/findings.ts'
import type { Result } from '#shared/result.ts'
import type { PictureKind, ScreenCapture } from '../media/screen-capture.ts'
import type { IceOffer, IceServers } from '../transport/ice-servers.ts'
import type { PeerLink, PeerLinkOptions } from '../transport/peer-link.ts'
import type { RequestFrame } from '../transport/viewer-control-channel.ts'
import type { Membership, SignalingClient } from '../transport/signaling-client.ts'
import type { ControlAuthority } from './host/control-authority.ts'

export { PAIRING_TIMEOUT_MS } from '#shared/protocol/pairing-messages.ts'

/** The public side of each class: what a session uses of it, and all that a stand-in has to offer in a test. */
export type Signaling = Pick<SignalingClient, keyof SignalingClient>
export type Link = Pick<PeerLink, keyof PeerLink>
export type Capture = Pick<ScreenCapture, keyof ScreenCapture>

/** The outside world, as a session needs it. */
export interface SessionDeps {
  readonly createSignaling: () => Signaling
  /** What the signaling server has to offer. */
  readonly fetchIceServers: (membership: Membership) => Promise<IceOffer>
  /** The STUN and TURN servers that the person has brought, as of now. */
  readonly ownIceServers: () => readonly RTCIceServer[]
  readonly createLink: (options: PeerLinkOptions) => Link
  /** One certificate per session, so that its fingerprint can be authenticated before there is a link. `unsupported` without WebRTC. */
  readonly generateCertificate: () => Promise<Result<RTCCertificate>>
  /** Calls back whenever this device has a network again, or another one; the returned function ends that. */
  readonly onNetworkChange: (run: () => void) => () => void
  /** What stands in the way of a connection over these servers; takes some seconds. */
  readonly examineNetwork: (iceServers: IceServers) => Promise<readonly FindingCode[]>
  readonly random: RandomBytes
  readonly clock: Clock
  readonly requestFrame: RequestFrame
}

export interface HostDeps extends SessionDeps {
  readonly capture: (kind: PictureKind) => Promise<Result<Capture>>
  readonly createControl: () => ControlAuthority
}

/** How long a waiting viewer may be without its server. */
export const SERVER_TIMEOUT_MS = 30_000
/** How long a link may take to come up before the other side counts as unreachable. */
export const LINKING_TIMEOUT_MS = 25_000
/**
 * How long a link that was up may stay silent, while another path is sought, before the other side counts as gone: the
 * time in which a viewer comes back without being asked for. The server keeps places as long (RESUME_GRACE_SECONDS).
 */
export const RESUME_WINDOW_MS = 300_000
