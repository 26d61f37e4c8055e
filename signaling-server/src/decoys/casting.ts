import { createHmac } from 'node:crypto'
import type { RandomBytes } from '../../../src/shared/code.ts'
import type { HostWatch } from './host-watch.ts'
import { Pace } from './pace.ts'

/** Who plays the host of a room that has none to speak with. */
export interface Character {
  readonly sessionId: string
  readonly hostId: string
  readonly fingerprint: Uint8Array
  readonly pace: Pace
}

export interface CastingOptions {
  readonly watch: HostWatch
  readonly random: RandomBytes
  readonly now: () => number
  /** How long a room keeps its character: as long as a code lives. */
  readonly codeTtlMs: number
}

/** Hosts over the usual ways, from the same town to another continent, in milliseconds: until there are real ones to watch. */
const USUAL_HELLO_MS = [6, 9, 12, 16, 21, 28, 37, 49, 65, 86, 114, 150]

/** One room in so many keeps a usual pace, so that hosts set up for it cannot set the pace of all. */
const USUAL_SHARE = 3

/**
 * Makes the function that casts a decoy: the same for each claim on a room, as a host would be, and another after the
 * life of a code, at a time that each room has for itself. A room that has a host, or had one within that time, keeps
 * looking like it. Everything else follows from the room and a key that goes with the process.
 */
export const createCasting = ({ watch, random, now, codeTtlMs }: CastingOptions) => {
  const key = random(32)
  const derive = (label: string, room: string, period = 0): Buffer =>
    createHmac('sha256', key).update(`${label} ${period} ${room}`).digest()
  const id = (label: string, room: string, period: number): string =>
    derive(label, room, period).subarray(0, 16).toString('base64url')

  return (room: string): Character => {
    const shiftMs = (derive('shift', room).readUInt32LE() / 2 ** 32) * codeTtlMs
    const period = Math.floor((now() + shiftMs) / codeTtlMs)
    const real = watch.traitsAt(room)
    const pick = derive('pace', room, period).readUInt32LE()
    return {
      sessionId: real?.sessionId ?? id('session', room, period),
      hostId: real?.hostId ?? id('host', room, period),
      fingerprint: real?.fingerprint ?? derive('fingerprint', room, period),
      pace: real?.pace?.isKnown
        ? real.pace
        : pick % USUAL_SHARE === 0
          ? usualPace(pick)
          : (watch.paceFor(pick) ?? usualPace(pick)),
    }
  }
}

/** A host somewhere: nearly always as far away. */
const usualPace = (pick: number): Pace => {
  const ms = USUAL_HELLO_MS[pick % USUAL_HELLO_MS.length] ?? 0
  return new Pace([ms, ms * 1.02, ms * 1.05, ms * 1.1, ms * 1.3])
}
