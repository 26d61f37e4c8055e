import { createHmac } from 'node:crypto'

/** TURN servers whose shared secret (coturn's `use-auth-secret`) this server knows. */
export interface TurnServers {
  readonly urls: readonly string[]
  readonly secret: string
}

export interface TurnCredentials {
  readonly username: string
  readonly credential: string
}

export interface TurnCredentialsOptions {
  readonly secret: string
  readonly memberId: string
  readonly ttlSeconds: number
  readonly nowMs: number
}

/**
 * What a TURN server's quota is counted by: the same for all credentials of one member, and of no use to anybody who
 * reads the TURN server's logs.
 */
const pseudonym = (memberId: string, secret: string): string =>
  createHmac('sha256', secret).update(`member ${memberId}`).digest('base64url').slice(0, 16)

/**
 * Time-limited credentials in the form of draft-uberti-behave-turn-rest-00, section 2.2: the username says when they
 * expire, the password is its HMAC-SHA1 under the shared secret. TURN servers look at the time for new allocations
 * only, so a relay that is up outlives them.
 */
export const turnCredentials = ({
  secret,
  memberId,
  ttlSeconds,
  nowMs,
}: TurnCredentialsOptions): TurnCredentials => {
  const expires = Math.floor(nowMs / 1000) + ttlSeconds
  const username = `${expires}:${pseudonym(memberId, secret)}`
  return { username, credential: signUsername(username, secret) }
}

/** The password that goes with a username. */
export const signUsername = (username: string, secret: string): string =>
  createHmac('sha1', secret).update(username).digest('base64')
