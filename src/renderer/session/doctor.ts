import { encodeBase64url } from '#shared/base64url.ts'
import type { Measurements } from '#shared/doctor/measurements.ts'
import type { OwnIceServerDraft } from '#shared/own-ice-server.ts'
import { FINGERPRINT_BYTES } from '#shared/pairing/fingerprint.ts'
import { examineNetwork } from '../transport/doctor/examine-network.ts'
import { fetchIceServers } from '../transport/ice-servers.ts'
import { SignalingClient } from '../transport/signaling-client.ts'
import { withOwnServer } from './browser-deps.ts'

export interface Examination {
  readonly measured: Measurements
  /** Addresses under which this device is seen: for a report that is to have them, and nowhere else. */
  readonly addresses: readonly string[]
}

export interface ExamineOptions {
  readonly serverUrl: string
  readonly ownServer: OwnIceServerDraft
  /** Whether the person wants to be reached over relays alone. */
  readonly relayOnly: boolean
  /** What the device may do, as far as the app knows. */
  readonly device: Pick<Measurements, 'canCapture' | 'control'>
}

const unknownNetwork: Omit<Measurements, 'serverMs' | 'hasWebrtc' | 'relayOnly' | 'canCapture' | 'control'> =
  {
    stun: { kind: 'unknown' },
    mapping: 'unknown',
    relay: { udp: { kind: 'unknown' }, tcp: { kind: 'unknown' }, tls: { kind: 'unknown' } },
    hasIpv6: false,
    hidesLocalAddresses: false,
  }

/** Nobody is going to pair with the session that is opened just to look. */
const noCertificate = (): string => encodeBase64url(crypto.getRandomValues(new Uint8Array(FINGERPRINT_BYTES)))

/**
 * Looks at everything that a connection needs, before there is one: opens a session that nobody hears of, for its STUN
 * and TURN servers, and lets it go.
 */
export const examine = async ({
  serverUrl,
  ownServer,
  relayOnly,
  device,
}: ExamineOptions): Promise<Examination> => {
  const hasWebrtc = typeof RTCPeerConnection !== 'undefined'
  const signaling = new SignalingClient(serverUrl)
  const startedMs = performance.now()
  try {
    const opened = await signaling.open()
    const serverMs = opened.ok ? Math.round(performance.now() - startedMs) : null
    const base = { serverMs, hasWebrtc, relayOnly, ...device }
    if (!opened.ok || !hasWebrtc) return { measured: { ...unknownNetwork, ...base }, addresses: [] }
    const created = await signaling.request('session:create', { fingerprint: noCertificate() })
    const iceServers = created.ok ? await fetchIceServers(serverUrl, created.value) : created
    if (created.ok) signaling.remember(created.value)
    const { measured, addresses } = await examineNetwork(withOwnServer(ownServer, iceServers))
    return { measured: { ...measured, ...base }, addresses }
  } finally {
    signaling.close()
  }
}
