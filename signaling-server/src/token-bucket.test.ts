import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FakeClock } from '../test/support/fake-clock.ts'
import { TokenBucket } from './token-bucket.ts'

const create = (perSecond: number, burst: number) => {
  const clock = new FakeClock()
  return { clock, bucket: new TokenBucket({ perSecond, burst }, () => clock.now()) }
}

describe('a token bucket', () => {
  it('gives its burst at once, then says how long the next takes', () => {
    const { bucket, clock } = create(2, 3)
    expect([bucket.take(), bucket.take(), bucket.take(), bucket.take()]).toEqual([0, 0, 0, 500])
    clock.advance(499)
    expect(bucket.take()).toBe(1)
    clock.advance(1)
    expect(bucket.take()).toBe(0)
  })

  it('never holds more than its burst', () => {
    const { bucket, clock } = create(1000, 2)
    clock.advance(3_600_000)
    expect([bucket.take(2), bucket.take()]).toEqual([0, 1])
  })

  it('takes nothing when there is not enough', () => {
    const { bucket } = create(1, 10)
    expect(bucket.take(11)).toBe(1000)
    expect(bucket.take(10)).toBe(0)
  })

  it('takes back what was taken in vain, up to its burst', () => {
    const { bucket } = create(1, 2)
    bucket.giveBack(5)
    expect(bucket.take(3)).toBe(1000)
    expect(bucket.take(2)).toBe(0)
    bucket.giveBack()
    expect(bucket.take()).toBe(0)
    expect(bucket.take()).toBe(1000)
  })

  it('does not mind a clock that is set back', () => {
    const { bucket, clock } = create(1, 1)
    expect(bucket.take()).toBe(0)
    clock.advance(-3_600_000)
    expect(bucket.take()).toBe(1000)
    clock.advance(1000)
    expect(bucket.take()).toBe(0)
  })

  it('gives no more over any time than its burst and what has flowed in', () => {
    const wait = fc.record({ waitMs: fc.nat(500), amount: fc.integer({ min: 1, max: 5 }) })
    fc.assert(
      fc.property(fc.array(wait, { maxLength: 100 }), (steps) => {
        const { bucket, clock } = create(10, 7)
        const startMs = clock.now()
        let taken = 0
        for (const { waitMs, amount } of steps) {
          clock.advance(waitMs)
          if (bucket.take(amount) === 0) taken += amount
        }
        expect(taken).toBeLessThanOrEqual(7 + ((clock.now() - startMs) * 10) / 1000 + 1e-6)
      }),
    )
  })
})
