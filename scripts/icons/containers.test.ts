import { describe, expect, it } from 'vitest'
import { encodeIcns, encodeIco } from './containers.ts'

const small = { size: 32, png: Buffer.from('small picture') }
const large = { size: 256, png: Buffer.from('a larger picture') }

describe('encodeIco', () => {
  it('points to each picture by its size', () => {
    const ico = encodeIco([small, large])
    expect([...ico.subarray(0, 6)]).toEqual([0, 0, 1, 0, 2, 0])
    const readEntry = (index: number): { width: number; picture: string } => {
      const entry = ico.subarray(6 + 16 * index)
      const start = entry.readUInt32LE(12)
      return {
        width: entry.readUInt8(0),
        picture: ico.toString('latin1', start, start + entry.readUInt32LE(8)),
      }
    }
    expect(readEntry(0)).toEqual({ width: 32, picture: 'small picture' })
    expect(readEntry(1)).toEqual({ width: 0, picture: 'a larger picture' })
  })
})

describe('encodeIcns', () => {
  it('holds each picture under every type that its size has', () => {
    const icns = encodeIcns([small, large])
    expect(icns.toString('latin1', 0, 4)).toBe('icns')
    expect(icns.readUInt32BE(4)).toBe(icns.length)

    const chunks: [type: string, picture: string][] = []
    for (let start = 8; start < icns.length; start += icns.readUInt32BE(start + 4)) {
      const end = start + icns.readUInt32BE(start + 4)
      chunks.push([icns.toString('latin1', start, start + 4), icns.toString('latin1', start + 8, end)])
    }
    expect(chunks).toEqual([
      ['ic11', 'small picture'],
      ['ic08', 'a larger picture'],
      ['ic13', 'a larger picture'],
    ])
  })

  it('refuses a size that macOS does not know', () => {
    expect(() => encodeIcns([{ size: 48, png: Buffer.alloc(1) }])).toThrow('48 pixels')
  })
})
