import { encodeBase64url } from '#shared/base64url.ts'
import type { Measurements } from '#shared/doctor/measurements.ts'
import type { OwnIceServerDraft } from '#shared/own-ice-server.ts'
import { FINGERPRINT_BYTES } from '#shared/pairing/fingerprint.ts'
import type { IceReply } from '#shared/protocol/signaling.ts'
import type { Result } from '#shared/result.ts'
import { examineNetwork, type NetworkExamination } from '../transport/doctor/examine-network.ts'
import { fetchIceServers, withServers } from '../transport/ice-servers.ts'
import { SignalingClient } from '../transport/signaling-client.ts'
import { offeredServers, ownIceServers } from './browser-deps.ts'

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
  readonly device: Pick<Measurements, 'capture' | 'control'>
}

/** Nobody is going to pair with the session that is opened just to look. */
const noCertificate = (): string => encodeBase64url(crypto.getRandomValues(new Uint8Array(FINGERPRINT_BYTES)))

interface AskedServer {
  readonly serverMs: number | null
  readonly offered: Result<IceReply>
}

/** Opens a session that nobody hears of, for the server's STUN and TURN servers, and lets it go. */
const askServer = async (serverUrl: string): Promise<AskedServer> => {
  const signaling = new SignalingClient(serverUrl)
  const startedMs = performance.now()
  try {
    const opened = await signaling.open()
    if (!opened.ok) return { serverMs: null, offered: opened }
    const serverMs = Math.round(performance.now() - startedMs)
    const created = await signaling.request('session:create', { fingerprint: noCertificate() })
    if (!created.ok) return { serverMs, offered: created }
    signaling.remember(created.value)
    return { serverMs, offered: await fetchIceServers(serverUrl, created.value) }
  } finally {
    signaling.close()
  }
}

const nothingSeen: NetworkExamination = {
  measured: {
    stun: { kind: 'unknown' },
    mapping: 'unknown',
    relay: { udp: { kind: 'unknown' }, tcp: { kind: 'unknown' }, tls: { kind: 'unknown' } },
    hasIpv6: false,
    hidesLocalAddresses: false,
  },
  addresses: [],
}

/** Looks at everything that a connection needs, before there is one. */
export const examine = async (options: ExamineOptions): Promise<Examination> => {
  const { serverUrl, ownServer, relayOnly, device } = options
  const hasWebrtc = typeof RTCPeerConnection !== 'undefined'
  const { serverMs, offered } = await askServer(serverUrl)
  // Without the server, too: a relay of one's own may answer all the same.
  const { measured, addresses } = hasWebrtc
    ? await examineNetwork(withServers(ownIceServers(ownServer), offeredServers(offered)))
    : nothingSeen
  const serverFailure = offered.ok ? null : offered.error.code
  return {
    measured: { ...measured, serverMs, serverFailure, hasWebrtc, relayOnly, ...device },
    addresses,
  }
}
