import { failure } from '../errors.ts'
import { err, ok, type Result } from '../result.ts'

/**
 * A move of the viewer's pointer, as bytes. Moves are many, so each is 9 bytes, big-endian:
 *
 *     0      version
 *     1..4   sequence, u32
 *     5..6   x, u16: fraction of the frame's width times 65535
 *     7..8   y, u16: of its height
 *
 * A step of x is 1/17 pixel on a screen 3840 wide, and every value is one inside the frame: there is nothing to check
 * but length and version. Whether a button is held is not said: buttons travel in order, on the other channel.
 */

const VERSION = 1
const LENGTH = 9
const SCALE = 0xffff

/** Numbers the moves, clicks and scrolls of a viewer; 0 follows the highest. */
export const MAX_SEQUENCE = 0xffff_ffff

/** A move: place in the frame as fractions of its size, and number. */
export interface Motion {
  readonly at: { readonly x: number; readonly y: number }
  readonly sequence: number
}

/** The number that follows. */
export const nextSequence = (sequence: number): number => (sequence + 1) >>> 0

/** Whether `a` was numbered after `b`, across the turn of the count (RFC 1982, section 3.2). */
export const isNewer = (a: number, b: number): boolean => {
  const distance = (a - b) >>> 0
  return distance !== 0 && distance < 0x8000_0000
}

const quantise = (fraction: number): number => Math.round(Math.min(Math.max(fraction, 0), 1) * SCALE)

/** Places outside the frame become its edge. */
export const encodeMotion = ({ at, sequence }: Motion): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(LENGTH)
  const view = new DataView(bytes.buffer)
  view.setUint8(0, VERSION)
  view.setUint32(1, sequence)
  view.setUint16(5, quantise(at.x))
  view.setUint16(7, quantise(at.y))
  return bytes
}

/** Parses what came over the motion channel; `version-mismatch` or `bad-request`. */
export const parseMotion = (data: unknown): Result<Motion> => {
  const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : data
  if (!(bytes instanceof Uint8Array) || bytes.byteLength === 0) return err(failure('bad-request'))
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint8(0) !== VERSION) return err(failure('version-mismatch'))
  if (bytes.byteLength !== LENGTH) return err(failure('bad-request'))
  return ok({
    at: { x: view.getUint16(5) / SCALE, y: view.getUint16(7) / SCALE },
    sequence: view.getUint32(1),
  })
}
