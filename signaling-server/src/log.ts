import { createHash } from 'node:crypto'
import { pino, type DestinationStream, type Logger } from 'pino'
import type { RandomBytes } from '../../src/shared/code.ts'
import type { LogLevel } from './config.ts'

export type { Logger } from 'pino'

/** JSON lines with the time in ISO 8601; to standard output unless a destination is given. */
export const createLogger = (level: LogLevel, destination?: DestinationStream): Logger => {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime }
  return destination ? pino(options, destination) : pino(options)
}

/**
 * Makes the function that stands for an address in the log: enough to see that two lines concern one client, useless
 * for finding out which, for the salt is never written down and goes with the process.
 */
export const createAddressHasher = (random: RandomBytes): ((address: string) => string) => {
  const salt = random(16)
  return (address) => createHash('sha256').update(salt).update(address).digest('base64url').slice(0, 10)
}

/** Enough of a session's or member's id to follow it through the log. */
export const shortId = (id: string): string => id.slice(0, 8)
