import { randomBytes } from 'node:crypto'

/** An id or ticket in the form of the protocol: 128 random bits, base64url. */
export const madeUpId = (): string => randomBytes(16).toString('base64url')

/** What an honest server answers to a request that has no reply of its own. */
export const done = { ok: true, value: {} } as const
