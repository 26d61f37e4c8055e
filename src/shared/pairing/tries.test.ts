import { describe, expect, it } from 'vitest'
import { MAX_CODE_TTL_MS } from '../protocol/signaling.ts'
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
    const rooms = new TriesByRoom(() => 0)
    rooms.of('48213').spend()
    expect(rooms.of('48213').left).toBe(2)
    expect(rooms.of('48214').left).toBe(3)
  })

  it('knows a room that answers every proof as no code of anybody', () => {
    const rooms = new TriesByRoom(() => 0)
    for (let i = 0; i < MAX_TRIES; i++) {
      expect(rooms.isInvalid('48213')).toBe(false)
      rooms.of('48213').spend()
      rooms.noteInvalid('48213')
    }
    expect(rooms.isInvalid('48213')).toBe(true)
    expect(rooms.isInvalid('48214')).toBe(false)
  })

  it('forgets a room when no code of then can live any more', () => {
    let nowMs = 0
    const rooms = new TriesByRoom(() => nowMs)
    rooms.of('48213').burn()
    nowMs = MAX_CODE_TTL_MS - 1
    expect(rooms.of('48213').left).toBe(0)
    nowMs++
    expect(rooms.of('48213').left).toBe(MAX_TRIES)
  })
})
