/** Lets a number of steps fit into one byte, in milliseconds. */
const STEP_MS = 100
/** What browsers make of a short timer in a page that nobody sees, in milliseconds. */
export const SLOWEST_BEAT_MS = 1_000

/** A sign of life on the beat channel: one byte, the sender's present pause between two of them. */
export const encodeBeat = (pauseMs: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.of(Math.min(Math.max(Math.ceil(pauseMs / STEP_MS), 1), SLOWEST_BEAT_MS / STEP_MS))

/** @returns the sender's pause in milliseconds; null for anything that is no beat. */
export const parseBeat = (data: unknown): number | null => {
  if (!(data instanceof ArrayBuffer) || data.byteLength !== 1) return null
  const [steps = 0] = new Uint8Array(data)
  const pauseMs = steps * STEP_MS
  return pauseMs > 0 && pauseMs <= SLOWEST_BEAT_MS ? pauseMs : null
}
