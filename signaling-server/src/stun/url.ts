import { isIP } from 'node:net'

/** How a STUN or TURN server is spoken to. */
export type Transport = 'udp' | 'tcp' | 'tls'

export interface ServerAddress {
  /** A name, or an address without brackets. */
  readonly host: string
  readonly port: number
  readonly transport: Transport
}

const shape = /^(stun|turn)(s?):(?:\[([\da-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/i
const PORT = 3478
const SECURE_PORT = 5349

/**
 * Reads a `stun:` or `turn:` URI (RFC 7064, RFC 7065); undefined for anything else. A secure one means TLS over TCP
 * here, even with `transport=udp`: browsers have no DTLS to TURN servers either.
 */
export const parseServerUrl = (url: string): ServerAddress | undefined => {
  const [, , secure, bracketed, named, port, transport] = shape.exec(url) ?? []
  const host = bracketed ?? named
  if (host === undefined || (bracketed !== undefined && isIP(bracketed) !== 6)) return undefined
  const isSecure = secure !== ''
  const number = port === undefined ? (isSecure ? SECURE_PORT : PORT) : Number(port)
  if (number < 1 || number > 65_535) return undefined
  return { host, port: number, transport: isSecure ? 'tls' : transport === 'tcp' ? 'tcp' : 'udp' }
}
