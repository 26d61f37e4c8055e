/**
 * The data channels of a link besides the one that simple-peer opens itself. Both ends create them with these options
 * (`negotiated`), so they are there as soon as the link is, without a round trip. The ids are far above those that
 * WebRTC gives to channels of its own, which start at 0 (RFC 8832, section 6).
 */
export interface ChannelSetup {
  readonly label: string
  readonly id: number
  readonly negotiated: true
  readonly ordered: boolean
  readonly maxRetransmits?: number
}

/** Buttons, keys, wheel, text and grants: nothing lost, in order. JSON text, control-messages.ts. */
export const controlChannel = {
  label: 'control',
  id: 100,
  negotiated: true,
  ordered: true,
} as const satisfies ChannelSetup

/** Moves of the pointer: worth nothing when late, so never sent twice nor waited for. Binary, motion.ts. */
export const motionChannel = {
  label: 'motion',
  id: 101,
  negotiated: true,
  ordered: false,
  maxRetransmits: 0,
} as const satisfies ChannelSetup

/** Signs of life, in both directions: one that is late has missed its moment. Binary, beat.ts. */
export const beatChannel = {
  label: 'beat',
  id: 102,
  negotiated: true,
  ordered: false,
  maxRetransmits: 0,
} as const satisfies ChannelSetup
