import type { ErrorCode } from '../errors.ts'

/** What an app can find out about the network that it is in, before or while it connects. */

/** How a relay, or a server that tells one's address, answers over one protocol. */
export type Answer =
  /** The signaling server could not be asked which there are. */
  | { readonly kind: 'unknown' }
  /** It names none of this kind. */
  | { readonly kind: 'not-offered' }
  /** Nothing came within the time. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'answered'; readonly latencyMs: number }

/**
 * What NATs make of one port of this device (RFC 5780, section 4.3): `none` keeps its address, `steady` shows all others
 * the same one, `changing` shows each of them another one. `unknown` with fewer than two servers to compare.
 */
export type Mapping = 'none' | 'steady' | 'changing' | 'unknown'

export interface Measurements {
  /** Round trip to the signaling server over HTTPS and WebSocket; null if it cannot be reached. */
  readonly serverMs: number | null
  /** What it said no with, or could not be reached with; null if it told its STUN and TURN servers. */
  readonly serverFailure: ErrorCode | null
  /** Whether this browser has peer connections at all. */
  readonly hasWebrtc: boolean
  /** What tells one's public address, over UDP. */
  readonly stun: Answer
  readonly mapping: Mapping
  readonly relay: { readonly udp: Answer; readonly tcp: Answer; readonly tls: Answer }
  /** Whether this person has chosen to be reached over relays alone. */
  readonly relayOnly: boolean
  readonly hasIpv6: boolean
  /** Whether the browser keeps the addresses in the local network to itself, behind mDNS names. */
  readonly hidesLocalAddresses: boolean
  /**
   * Whether this device can show its screen. `not-asked`: the system will ask the person first; `refused`: it has, and
   * the answer was no (both macOS); `impossible`: this browser cannot.
   */
  readonly capture: 'possible' | 'not-asked' | 'refused' | 'impossible'
  /**
   * Whether viewers can be given mouse and keyboard: `permission-missing` on macOS without Accessibility, `wayland`
   * where no program may press keys for another, `unsupported` on other systems or after failures.
   */
  readonly control: 'possible' | 'permission-missing' | 'wayland' | 'unsupported' | 'only-in-the-app'
}
