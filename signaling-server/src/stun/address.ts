import { isIP } from 'node:net'
import { MAGIC_COOKIE } from './message.ts'

/** Where something listens: an IPv4 or IPv6 address, and a port. */
export interface TransportAddress {
  readonly address: string
  readonly port: number
}

/** Families as STUN counts them: RFC 8489, section 14.1. */
export const families = { ipv4: 0x01, ipv6: 0x02 } as const
export type Family = keyof typeof families

const addressBytes = { [families.ipv4]: 4, [families.ipv6]: 16 } as const

/** The sixteen bytes of an IPv6 address; the URL parser brings every spelling of one into the same form. */
const ipv6Bytes = (text: string): Buffer => {
  const [left = '', right] = new URL(`http://[${text}]`).hostname.slice(1, -1).split('::')
  const groups = (part = ''): string[] => part.split(':').filter((group) => group !== '')
  const tail = groups(right)
  const zeros = Array.from({ length: 8 - groups(left).length - tail.length }, () => '0')
  return Buffer.from(
    [...groups(left), ...zeros, ...tail].map((group) => group.padStart(4, '0')).join(''),
    'hex',
  )
}

const toBytes = (address: string): Buffer =>
  isIP(address) === 6 ? ipv6Bytes(address) : Buffer.from(address.split('.').map(Number))

const toText = (bytes: Buffer): string => {
  if (bytes.length === 4) return bytes.join('.')
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(2 * index).toString(16))
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1)
}

/** What addresses are combined with (RFC 8489, section 14.2); an IPv4 address with the first four bytes alone. */
const mask = (transactionId: Buffer): Buffer => {
  const cookie = Buffer.alloc(4)
  cookie.writeUInt32BE(MAGIC_COOKIE)
  return Buffer.concat([cookie, transactionId])
}

const combine = (bytes: Buffer, pad: Buffer): Buffer =>
  Buffer.from(bytes.map((byte, index) => byte ^ (pad[index] ?? 0)))

/** Writes XOR-PEER-ADDRESS and the like. `address` must be one. */
export const encodeXorAddress = ({ address, port }: TransportAddress, transactionId: Buffer): Buffer => {
  const bytes = toBytes(address)
  const head = Buffer.alloc(4)
  head.writeUInt8(bytes.length === 4 ? families.ipv4 : families.ipv6, 1)
  head.writeUInt16BE(port ^ (MAGIC_COOKIE >>> 16), 2)
  return Buffer.concat([head, combine(bytes, mask(transactionId))])
}

/** Reads XOR-MAPPED-ADDRESS and the like; undefined for one that is malformed. */
export const decodeXorAddress = (
  value: Buffer | undefined,
  transactionId: Buffer,
): TransportAddress | undefined => {
  if (value === undefined || value.length < 4) return undefined
  const family = value.readUInt8(1)
  if (family !== families.ipv4 && family !== families.ipv6) return undefined
  if (value.length !== 4 + addressBytes[family]) return undefined
  return {
    address: toText(combine(value.subarray(4), mask(transactionId))),
    port: value.readUInt16BE(2) ^ (MAGIC_COOKIE >>> 16),
  }
}
