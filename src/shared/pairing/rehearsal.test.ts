import { randomBytes } from '@noble/hashes/utils.js'
import { describe, expect, it, vi } from 'vitest'
import { rehearsePairing } from './rehearsal.ts'

describe('the rehearsal', () => {
  it('runs a whole pairing in parts, between which others can run', () => {
    expect([...rehearsePairing(randomBytes)]).toHaveLength(4)
  })

  it('begins nothing before it is asked to', () => {
    const random = vi.fn(randomBytes)
    const parts = rehearsePairing(random)
    expect(random).not.toHaveBeenCalled()
    parts.next()
    expect(random).toHaveBeenCalled()
  })

  it('notices a pairing that does not work', () => {
    const broken = (): Uint8Array => new Uint8Array(0)
    expect(() => [...rehearsePairing(broken)]).toThrow()
  })
})
