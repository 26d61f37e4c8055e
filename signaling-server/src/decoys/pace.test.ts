import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Pace } from './pace.ts'

/** What a pace draws, in a hundred tries, without repetitions. */
const drawnBy = (pace: Pace, phase: 'hello' | 'reply' | 'verdict'): number[] =>
  [...new Set(Array.from({ length: 100 }, () => pace.draw(phase, randomBytes)))].sort((a, b) => a - b)

describe('the pace of a host', () => {
  it('is unknown until it has said hello once', () => {
    const pace = new Pace()
    pace.record('reply', 12)
    expect(pace.isKnown).toBe(false)
    pace.record('hello', 4)
    expect(pace.isKnown).toBe(true)
  })

  it('is drawn from what was seen, of each answer for itself', () => {
    const pace = new Pace()
    for (const ms of [4, 5, 6]) pace.record('hello', ms)
    for (const ms of [14, 15]) pace.record('reply', ms)
    pace.record('verdict', 9)
    expect(drawnBy(pace, 'hello')).toEqual([4, 5, 6])
    expect(drawnBy(pace, 'reply')).toEqual([14, 15])
    expect(drawnBy(pace, 'verdict')).toEqual([9])
  })

  it('is guessed from the hello for answers not seen yet: the way, and what a share takes to compute', () => {
    const pace = new Pace([20, 21])
    expect(drawnBy(pace, 'reply')).toEqual([28, 29])
    expect(drawnBy(pace, 'verdict')).toEqual([20, 21])
  })

  it('leaves out what took longer than a second: no way is that long', () => {
    const pace = new Pace([20])
    pace.record('hello', 1001)
    pace.record('hello', 1000)
    expect(drawnBy(pace, 'hello')).toEqual([20, 1000])
  })

  it('follows a host whose network changes', () => {
    const pace = new Pace(Array.from({ length: 32 }, () => 4))
    for (let answer = 0; answer < 32; answer++) pace.record('hello', 80)
    expect(drawnBy(pace, 'hello')).toEqual([80])
  })
})
