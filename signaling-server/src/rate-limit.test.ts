import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { failure } from '../../src/shared/errors.ts'
import { err, ok } from '../../src/shared/result.ts'
import { AddressLimit, AddressTally } from './rate-limit.ts'

const taken = ok(undefined)
const MINUTE_MS = 60_000

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const take = async (limit: AddressLimit, address: string, times: number) => {
  const results = await Promise.all(Array.from({ length: times }, () => limit.take(address)))
  return results.filter(({ ok }) => ok).length
}

describe('a limit per address', () => {
  it('grants its points, then says when the next will be there', async () => {
    const limit = new AddressLimit({ points: 3, periodSeconds: 60 })
    expect(await take(limit, 'a', 5)).toBe(3)
    vi.advanceTimersByTime(20_000)
    expect(await limit.take('a')).toEqual(err(failure('rate-limited', { retryAfterMs: 40_000 })))
    vi.advanceTimersByTime(40_000)
    expect(await limit.take('a')).toEqual(taken)
  })

  it('counts each address for itself', async () => {
    const limit = new AddressLimit({ points: 1, periodSeconds: 60 })
    expect([await take(limit, 'a', 2), await take(limit, 'b', 2)]).toEqual([1, 1])
  })

  it('forgets what is given back', async () => {
    const limit = new AddressLimit({ points: 1, periodSeconds: 60 })
    for (let i = 0; i < 5; i++) {
      expect(await limit.take('a')).toEqual(taken)
      await limit.giveBack('a')
    }
    expect(await take(limit, 'a', 2)).toBe(1)
  })

  it('grants nothing for what is given back once its period is over', async () => {
    const limit = new AddressLimit({ points: 2, periodSeconds: 60 })
    await limit.take('a')
    vi.advanceTimersByTime(60_000)
    await limit.giveBack('a')
    expect(await take(limit, 'a', 4)).toBe(2)
  })

  it('lifts no block for what is given back meanwhile', async () => {
    const limit = new AddressLimit({ points: 2, periodSeconds: 60, escalates: true })
    await take(limit, 'a', 3)
    for (let times = 0; times < 2; times++) await limit.giveBack('a')
    expect((await limit.take('a')).ok).toBe(false)
  })

  it('blocks for longer each time, up to an hour, when it escalates', async () => {
    const limit = new AddressLimit({ points: 2, periodSeconds: 600, escalates: true })
    const blocks: number[] = []
    for (let i = 0; i < 5; i++) {
      expect(await take(limit, 'a', 2)).toBe(2)
      const refused = await limit.take('a')
      if (refused.ok) throw new Error('not refused')
      const blockMs = refused.error.retryAfterMs ?? 0
      blocks.push(blockMs / MINUTE_MS)
      // Hammering on the door makes it neither longer nor shorter.
      expect(await take(limit, 'a', 20)).toBe(0)
      vi.advanceTimersByTime(blockMs - 1)
      expect(await take(limit, 'a', 1)).toBe(0)
      vi.advanceTimersByTime(1)
    }
    expect(blocks).toEqual([10, 20, 40, 60, 60])
  })

  it('starts over with short blocks after a day', async () => {
    const limit = new AddressLimit({ points: 1, periodSeconds: 600, escalates: true })
    await take(limit, 'a', 2)
    vi.advanceTimersByTime(24 * 60 * MINUTE_MS)
    await limit.take('a')
    expect(await limit.take('a')).toEqual(err(failure('rate-limited', { retryAfterMs: 10 * MINUTE_MS })))
  })
})

describe('a tally per address', () => {
  it('counts up and down, and in all', () => {
    const tally = new AddressTally()
    tally.add('a')
    tally.add('a')
    tally.add('b')
    tally.remove('a')
    expect([tally.count('a'), tally.count('b'), tally.count('c'), tally.total]).toEqual([1, 1, 0, 2])
  })
})
