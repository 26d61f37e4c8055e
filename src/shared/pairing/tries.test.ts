import { describe, expect, it } from 'vitest'
import { MAX_TRIES, Tries, TriesByRoom } from './tries.ts'

describe('Tries', () => {
  it('gives three and no more', () => {
    const tries = new Tries()
    expect(MAX_TRIES).toBe(3)
    expect([tries.spend(), tries.spend(), tries.spend(), tries.spend(), tries.spend()]).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
    expect(tries.left).toBe(0)
  })

  it('gives none once the code is burnt', () => {
    const tries = new Tries()
    tries.burn()
    expect(tries.left).toBe(0)
    expect(tries.spend()).toBe(false)
  })
})

describe('TriesByRoom', () => {
  it('counts each room apart, and one room together', () => {
    const rooms = new TriesByRoom()
    rooms.of('48213').spend()
    expect(rooms.of('48213').left).toBe(2)
    expect(rooms.of('48214').left).toBe(3)
  })
})
