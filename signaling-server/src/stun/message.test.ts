import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeXorAddress, encodeXorAddress } from './address.ts'
import { attributes, decodeResponse, encodeRequest, errorNumber, messageLength } from './message.ts'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ''), 'hex')

/** RFC 5769, sections 2.2 and 2.3. */
const ipv4Response = hex(`0101003c2112a442b7e7a701bc34d686fa87dfae
  8022000b7465737420766563746f7220 002000080001a147e112a643
  000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7 80280004c07d4c96`)
const ipv6Response = hex(`010100482112a442b7e7a701bc34d686fa87dfae
  8022000b7465737420766563746f7220 002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9
  00080014a382954e4be67bf11784c97c8292c275bfe3ed41 80280004c8fb0b4c`)
const password = Buffer.from('VOkJxbRl1RmTxUk/WvJxBt')

describe('a response', () => {
  it.each([
    ['192.0.2.1', ipv4Response],
    ['2001:db8:1234:5678:11:2233:4455:6677', ipv6Response],
  ])('is read as RFC 5769 has it: %s', (address, message) => {
    const response = decodeResponse(message, 'binding')
    expect(response?.isError).toBe(false)
    expect(response?.isSignedWith(password)).toBe(true)
    expect(response?.isSignedWith(Buffer.from('another'))).toBe(false)
    const value = response?.attributes.get(attributes.xorMappedAddress)
    expect(decodeXorAddress(value, message.subarray(8, 20))).toEqual({ address, port: 32_853 })
  })

  it('is not taken for the answer to something else', () => {
    expect(decodeResponse(ipv4Response, 'allocate')).toBeUndefined()
  })

  it('is refused with any single bit wrong', () => {
    fc.assert(
      fc.property(fc.nat(ipv4Response.length * 8 - 1), (bit) => {
        const message = Buffer.from(ipv4Response)
        message[bit >> 3]! ^= 1 << (bit & 7)
        expect(decodeResponse(message, 'binding')?.isSignedWith(password) ?? false).toBe(false)
      }),
    )
  })

  it('is refused when it is cut short or has something behind it', () => {
    for (let length = 0; length < ipv4Response.length; length++)
      expect(decodeResponse(ipv4Response.subarray(0, length), 'binding')).toBeUndefined()
    expect(decodeResponse(Buffer.concat([ipv4Response, Buffer.alloc(4)]), 'binding')).toBeUndefined()
  })

  it('may be anything at all without harm', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (body) => {
        const head = Buffer.from(ipv4Response.subarray(0, 20))
        head.writeUInt16BE(body.length, 2)
        const response = decodeResponse(Buffer.concat([head, body]), 'binding')
        for (const value of response?.attributes.values() ?? []) {
          errorNumber(value)
          decodeXorAddress(value, head.subarray(8))
        }
      }),
    )
  })
})

describe('a request', () => {
  it('is signed as RFC 5769, section 2.4, signs it', () => {
    const message = encodeRequest({
      method: 'binding',
      transactionId: hex('78ad3433c6ad72c029da412e'),
      attributes: [
        ['username', Buffer.from('マトリックス')],
        ['nonce', Buffer.from('f//499k954d6OL34oL9FSTvy64sA')],
        ['realm', Buffer.from('example.org')],
      ],
      key: createHash('md5').update('マトリックス:example.org:TheMatrIX').digest(),
    })
    // Behind it comes the fingerprint, which that vector has not.
    const signature = message.subarray(-28, -8).toString('hex')
    expect(signature).toBe('f67024656dd64a3e02b8e0712e85c9a28ca89666')
    expect(messageLength(message)).toBe(message.length)
  })
})

it('addresses survive the way there and back', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.ipV4(), fc.ipV6()),
      fc.nat(65_535),
      fc.uint8Array({ minLength: 12, maxLength: 12 }),
      (address, port, id) => {
        const transactionId = Buffer.from(id)
        const written = encodeXorAddress({ address, port }, transactionId)
        const read = decodeXorAddress(written, transactionId)
        const canonical = address.includes(':')
          ? new URL(`http://[${address}]`).hostname.slice(1, -1)
          : address
        expect(read).toEqual({ address: canonical, port })
      },
    ),
  )
})

it.each([
  ['00000401', 401],
  ['00000626', 638],
  ['00000263', undefined],
  ['00000464', undefined],
  ['0000', undefined],
])('reads error code %s as %s', (value, expected) => {
  expect(errorNumber(hex(value))).toBe(expected)
})
