import { ristretto255 } from '@noble/curves/ed25519.js'
import { bytesToHex, bytesToNumberLE, concatBytes, hexToBytes } from '@noble/curves/utils.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lvCat } from './bytes.ts'
import {
  agree,
  calculateGenerator,
  confirmationTags,
  createShare,
  encodeTranscript,
  generatorString,
  sampleScalar,
  scalarMult,
  scalarMultVerify,
} from './cpace.ts'
import draft from './vectors/cpace-ristr255-sha512.json' with { type: 'json' }
import encodings from './vectors/ristretto255-invalid-encodings.json' with { type: 'json' }

const hex = (bytes: Uint8Array): string => bytesToHex(bytes).toUpperCase()

const vector = draft.G_Coffee25519
const inputs = {
  password: hexToBytes(vector.PRS),
  channel: hexToBytes(vector.CI),
  sid: hexToBytes(vector.sid),
}
const initiator = { share: hexToBytes(vector.Ya), data: hexToBytes(vector.ADa) }
const responder = { share: hexToBytes(vector.Yb), data: hexToBytes(vector.ADb) }
const transcript = { initiator, responder }
const ya = bytesToNumberLE(hexToBytes(vector.ya))
const yb = bytesToNumberLE(hexToBytes(vector.yb))
const sessionKey = { ok: true, value: hexToBytes(vector.ISK_IR) }

const points = draft.G_Coffee25519_points
const s = bytesToNumberLE(hexToBytes(points.Valid.s))
const neutral = '00'.repeat(32)

describe('the vectors of the draft', () => {
  it('gives the generator string', () => {
    expect(bytesToHex(generatorString(inputs))).toBe(
      [
        '11435061636552697374726574746f3235350850617373776f726464',
        '00'.repeat(100),
        '180b415f696e69746961746f720b425f726573706f6e646572',
        '107e4b4791d6a8ef019b936c79fb7f2c57',
      ].join(''),
    )
  })

  it('gives the generator', () => {
    expect(hex(calculateGenerator(inputs).toBytes())).toBe(vector.g)
  })

  it.each([
    ['A', vector.ya, vector.Ya],
    ['B', vector.yb, vector.Yb],
  ])('gives the share of %s', (_, scalar, share) => {
    const created = createShare(inputs, () => hexToBytes(scalar))
    expect(created.scalar).toBe(bytesToNumberLE(hexToBytes(scalar)))
    expect(hex(created.share)).toBe(share)
  })

  it('gives the shared point to both', () => {
    expect(hex(scalarMultVerify(ya, responder.share))).toBe(vector.K)
    expect(hex(scalarMultVerify(yb, initiator.share))).toBe(vector.K)
  })

  it('gives the transcript, and its optional session identifier', () => {
    const encoded = encodeTranscript(transcript)
    expect(hex(encoded)).toBe(`20${vector.Ya}03${vector.ADa}20${vector.Yb}03${vector.ADb}`)
    expect(hex(sha512(concatBytes(utf8ToBytes('CPaceSidOutput'), encoded)))).toBe(vector.sid_output_ir)
  })

  it('gives the session key to both', () => {
    expect(agree(ya, responder.share, inputs.sid, transcript)).toEqual(sessionKey)
    expect(agree(yb, initiator.share, inputs.sid, transcript)).toEqual(sessionKey)
  })

  it('multiplies a valid point', () => {
    const x = hexToBytes(points.Valid.X)
    const product = points.Valid['G.scalar_mult_vfy(s,X)']
    expect(hex(scalarMultVerify(s, x))).toBe(product)
    expect(hex(scalarMult(s, ristretto255.Point.fromBytes(x)))).toBe(
      points.Valid['G.scalar_mult(s,decode(X))'],
    )
  })

  it.each([
    ['Y1, no element', points['Invalid Y1']],
    ['Y2, the neutral element', points['Invalid Y2']],
  ])('aborts on %s', (_, encoded) => {
    expect(bytesToHex(scalarMultVerify(s, hexToBytes(encoded)))).toBe(neutral)
    expect(agree(s, hexToBytes(encoded), inputs.sid, transcript)).toMatchObject({
      ok: false,
      error: { code: 'bad-request' },
    })
  })
})

const { source, ...invalid } = encodings
const invalidEncodings = Object.entries(invalid).flatMap(([kind, texts]) => texts.map((text) => [kind, text]))

describe(`the invalid encodings of ${source}`, () => {
  it('are all there', () => {
    expect(invalidEncodings).toHaveLength(29)
  })

  it.each(invalidEncodings)('aborts on %s: %s', (_, encoded) => {
    expect(bytesToHex(scalarMultVerify(s, hexToBytes(encoded)))).toBe(neutral)
    expect(agree(s, hexToBytes(encoded), inputs.sid, transcript)).toMatchObject({
      ok: false,
      error: { code: 'bad-request' },
    })
  })

  it.each([0, 31, 33])('aborts on %i bytes', (length) => {
    expect(bytesToHex(scalarMultVerify(s, new Uint8Array(length)))).toBe(neutral)
  })
})

describe('generatorString', () => {
  it('fills the first block whatever the length of a short password, and never less', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (password) => {
        const publicPart = lvCat(inputs.channel, inputs.sid)
        const length = generatorString({ ...inputs, password }).length - publicPart.length
        if (password.length <= 100) expect(length).toBe(sha512.blockLen)
        else expect(length).toBeGreaterThan(sha512.blockLen)
      }),
    )
  })
})

describe('sampleScalar', () => {
  it('gives 252 bits, less than the order of the group', () => {
    const most = sampleScalar((length) => new Uint8Array(length).fill(0xff))
    expect(most).toBe(2n ** 252n - 1n)
    expect(most).toBeLessThan(ristretto255.Point.Fn.ORDER)
  })

  it('leaves nothing of itself behind', () => {
    const drawn = new Uint8Array(32).fill(7)
    sampleScalar(() => drawn)
    expect(drawn).toEqual(new Uint8Array(32))
  })

  it('makes no share of a dead random source', () => {
    expect(() => createShare(inputs, (length) => new Uint8Array(length))).toThrow('invalid scalar')
  })
})

describe('confirmationTags', () => {
  it('follows the draft: HMAC over the own message, keyed with a hash of sid and ISK', () => {
    const macKey = sha512(concatBytes(utf8ToBytes('CPaceMac'), inputs.sid, sessionKey.value))
    expect(confirmationTags(inputs.sid, sessionKey.value, transcript)).toEqual({
      initiator: hmac(sha512, macKey, lvCat(initiator.share, initiator.data)),
      responder: hmac(sha512, macKey, lvCat(responder.share, responder.data)),
    })
  })
})
