import { createHash, timingSafeEqual } from 'node:crypto'
import type { RandomBytes } from '../../src/shared/code.ts'

/** 128 random bits, base64url: an id, or a ticket. */
export const drawId = (random: RandomBytes): string => Buffer.from(random(16)).toString('base64url')

/** A ticket is random, so a plain hash is enough to keep it out of the store. */
export const digestTicket = (ticket: string): string =>
  createHash('sha256').update(ticket).digest('base64url')

/** Compares in constant time. */
export const isTicketOf = (ticket: string, ticketDigest: string): boolean =>
  timingSafeEqual(Buffer.from(digestTicket(ticket)), Buffer.from(ticketDigest))
