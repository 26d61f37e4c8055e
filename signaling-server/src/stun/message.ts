import { createHmac, timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** STUN messages (RFC 8489), as far as a client of STUN and TURN (RFC 8656) that uses UDP relays needs them. */

/** RFC 8489, section 18.2, and RFC 8656, section 17. */
export const methods = { binding: 0x001, allocate: 0x003, refresh: 0x004, createPermission: 0x008 } as const
export type Method = keyof typeof methods

/** RFC 8489, section 18.3, and RFC 8656, section 18. */
export const attributes = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  lifetime: 0x000d,
  xorPeerAddress: 0x0012,
  realm: 0x0014,
  nonce: 0x0015,
  xorRelayedAddress: 0x0016,
  requestedAddressFamily: 0x0017,
  requestedTransport: 0x0019,
  xorMappedAddress: 0x0020,
  fingerprint: 0x8028,
} as const
export type AttributeName = keyof typeof attributes

export const MAGIC_COOKIE = 0x2112a442
export const HEADER_BYTES = 20
export const TRANSACTION_ID_BYTES = 12
const ATTRIBUTE_HEADER_BYTES = 4
const HMAC_BYTES = 20
/** RFC 8489, section 14.7. */
const FINGERPRINT_XOR = 0x5354554e

/** Class bits of a message type: RFC 8489, section 5. */
const classBits = { request: 0x000, success: 0x100, error: 0x110 } as const

export interface StunRequest {
  readonly method: Method
  readonly transactionId: Buffer
  readonly attributes: readonly (readonly [AttributeName, Buffer])[]
  /** Long-term credential key; without one the request goes unsigned. */
  readonly key?: Buffer
}

export interface StunResponse {
  readonly transactionId: Buffer
  readonly isError: boolean
  /** The first attribute of each kind: RFC 8489, section 14, says to ignore later ones. */
  readonly attributes: ReadonlyMap<number, Buffer>
  /** Whether it is signed with `key`; null where it bears no signature. */
  isSignedWith(key: Buffer): boolean | null
}

const padded = (length: number): number => (length + 3) & ~3

const header = (type: number, bodyBytes: number, transactionId: Buffer): Buffer => {
  const bytes = Buffer.alloc(HEADER_BYTES)
  bytes.writeUInt16BE(type, 0)
  bytes.writeUInt16BE(bodyBytes, 2)
  bytes.writeUInt32BE(MAGIC_COOKIE, 4)
  transactionId.copy(bytes, 8)
  return bytes
}

const attribute = (name: AttributeName, value: Buffer): Buffer => {
  const bytes = Buffer.alloc(ATTRIBUTE_HEADER_BYTES + padded(value.length))
  bytes.writeUInt16BE(attributes[name], 0)
  bytes.writeUInt16BE(value.length, 2)
  value.copy(bytes, ATTRIBUTE_HEADER_BYTES)
  return bytes
}

const fingerprintOf = (message: Buffer): Buffer => {
  const value = Buffer.alloc(4)
  value.writeUInt32BE((crc32(message) ^ FINGERPRINT_XOR) >>> 0)
  return value
}

/** Writes a request, signed where there is a key, always with a fingerprint. */
export const encodeRequest = ({ method, transactionId, attributes: list, key }: StunRequest): Buffer => {
  const type = methods[method] | classBits.request
  let body = Buffer.concat(list.map(([name, value]) => attribute(name, value)))
  /** The length counts the attribute that is about to be added, as its computation demands (sections 14.5, 14.7). */
  const withLengthOf = (added: number): Buffer =>
    Buffer.concat([header(type, body.length + ATTRIBUTE_HEADER_BYTES + added, transactionId), body])
  if (key) {
    const hmac = createHmac('sha1', key).update(withLengthOf(HMAC_BYTES)).digest()
    body = Buffer.concat([body, attribute('messageIntegrity', hmac)])
  }
  const fingerprint = attribute('fingerprint', fingerprintOf(withLengthOf(4)))
  return Buffer.concat([header(type, body.length + fingerprint.length, transactionId), body, fingerprint])
}

/** Bytes of the message that starts with `start`; undefined if that is no STUN message, or too short to tell. */
export const messageLength = (start: Buffer): number | undefined => {
  if (start.length < HEADER_BYTES || start.readUInt32BE(4) !== MAGIC_COOKIE) return undefined
  const bodyBytes = start.readUInt16BE(2)
  return start.readUInt16BE(0) >= 0x4000 || bodyBytes % 4 !== 0 ? undefined : HEADER_BYTES + bodyBytes
}

const verify = (message: Buffer, integrityAt: number, key: Buffer): boolean => {
  const signed = Buffer.from(message.subarray(0, integrityAt))
  signed.writeUInt16BE(integrityAt - HEADER_BYTES + ATTRIBUTE_HEADER_BYTES + HMAC_BYTES, 2)
  const value = message.subarray(integrityAt + ATTRIBUTE_HEADER_BYTES, integrityAt + 24)
  return timingSafeEqual(createHmac('sha1', key).update(signed).digest(), value)
}

/** Whether the fingerprint, which must be the last attribute, is right. */
const fingerprintFits = (message: Buffer, at: number, value: Buffer): boolean =>
  value.length === 4 &&
  at + ATTRIBUTE_HEADER_BYTES + value.length === message.length &&
  value.equals(fingerprintOf(message.subarray(0, at)))

/**
 * Reads a response to `method`. Undefined for whatever is not exactly one whole, well-formed response: attributes that
 * run over the end, a wrong fingerprint, anything but the fingerprint behind the signature.
 */
export const decodeResponse = (message: Buffer, method: Method): StunResponse | undefined => {
  if (messageLength(message) !== message.length) return undefined
  const type = message.readUInt16BE(0)
  const isError = type === (methods[method] | classBits.error)
  if (!isError && type !== (methods[method] | classBits.success)) return undefined

  const found = new Map<number, Buffer>()
  let integrityAt: number | undefined
  for (let at = HEADER_BYTES; at < message.length;) {
    const kind = message.readUInt16BE(at)
    const length = message.readUInt16BE(at + 2)
    const value = message.subarray(at + ATTRIBUTE_HEADER_BYTES, at + ATTRIBUTE_HEADER_BYTES + length)
    const next = at + ATTRIBUTE_HEADER_BYTES + padded(length)
    if (next > message.length) return undefined
    if (kind === attributes.fingerprint) {
      if (!fingerprintFits(message, at, value)) return undefined
    } else if (integrityAt !== undefined) {
      // Nobody has signed what comes after the signature.
      return undefined
    }
    if (kind === attributes.messageIntegrity) {
      if (length !== HMAC_BYTES) return undefined
      integrityAt = at
    }
    if (!found.has(kind)) found.set(kind, value)
    at = next
  }
  return {
    transactionId: message.subarray(8, HEADER_BYTES),
    isError,
    attributes: found,
    isSignedWith: (key) => (integrityAt === undefined ? null : verify(message, integrityAt, key)),
  }
}

/** Number of an ERROR-CODE attribute (RFC 8489, section 14.8); undefined for one that is malformed. */
export const errorNumber = (value: Buffer | undefined): number | undefined => {
  if (value === undefined || value.length < 4) return undefined
  const hundreds = value.readUInt8(2) & 0x07
  const rest = value.readUInt8(3)
  return hundreds >= 3 && hundreds <= 6 && rest < 100 ? hundreds * 100 + rest : undefined
}
