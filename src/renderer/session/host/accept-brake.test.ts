import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { AcceptBrake, CAREFUL_WAIT_MS, USUAL_WAIT_MS } from './accept-brake.ts'
import { ManualClock } from '#shared/testing/manual-clock.ts'

describe('the wait before a request may be accepted', () => {
  let clock: ManualClock
  let changes: number
  const brakeOf = (waitMs: number) => new AcceptBrake(clock, waitMs, () => changes++)
  beforeEach(() => {
    clock = new ManualClock()
    changes = 0
  })

  it('opens once the person has seen the request that long', () => {
    const brake = brakeOf(USUAL_WAIT_MS)
    brake.attend(true)
    expect(brake.snapshot).toEqual({ kind: 'running', opensAt: clock.now() + USUAL_WAIT_MS })
    clock.advance(USUAL_WAIT_MS - 1)
    expect(brake.snapshot.kind).toBe('running')
    clock.advance(1)
    expect(brake.snapshot).toEqual({ kind: 'open' })
    expect(changes).toBe(2)
  })

  it('does not begin by itself', () => {
    const brake = brakeOf(USUAL_WAIT_MS)
    clock.advance(3_600_000)
    expect(brake.snapshot).toEqual({ kind: 'held', remainingMs: USUAL_WAIT_MS })
  })

  it('stands still while the person looks elsewhere, and goes on from there', () => {
    const brake = brakeOf(CAREFUL_WAIT_MS)
    brake.attend(true)
    clock.advance(5_000)
    brake.attend(false)
    clock.advance(60_000)
    expect(brake.snapshot).toEqual({ kind: 'held', remainingMs: CAREFUL_WAIT_MS - 5_000 })
    brake.attend(true)
    clock.advance(CAREFUL_WAIT_MS - 5_001)
    expect(brake.snapshot.kind).toBe('running')
    clock.advance(1)
    expect(brake.snapshot.kind).toBe('open')
  })

  it('begins anew, even when it was over, once there is reason for care', () => {
    const brake = brakeOf(USUAL_WAIT_MS)
    brake.attend(true)
    clock.advance(USUAL_WAIT_MS)
    brake.lengthen(CAREFUL_WAIT_MS)
    expect(brake.snapshot).toEqual({ kind: 'running', opensAt: clock.now() + CAREFUL_WAIT_MS })
    clock.advance(CAREFUL_WAIT_MS)
    expect(brake.snapshot.kind).toBe('open')
    brake.lengthen(CAREFUL_WAIT_MS)
    expect(brake.snapshot.kind).toBe('open')
  })

  it('never gets shorter', () => {
    const brake = brakeOf(CAREFUL_WAIT_MS)
    brake.lengthen(USUAL_WAIT_MS)
    expect(brake.snapshot).toEqual({ kind: 'held', remainingMs: CAREFUL_WAIT_MS })
  })

  it('leaves no timer behind', () => {
    const brake = brakeOf(USUAL_WAIT_MS)
    brake.attend(true)
    brake.release()
    expect(clock.pending).toBe(0)
  })

  it('is open after the whole time in sight, however that is cut into pieces, and never before', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 3_000 }))), (glances) => {
        clock = new ManualClock()
        const brake = brakeOf(USUAL_WAIT_MS)
        let seenMs = 0
        for (const [isSeen, durationMs] of glances) {
          brake.attend(isSeen)
          clock.advance(durationMs)
          if (isSeen) seenMs += durationMs
          expect(brake.snapshot.kind === 'open').toBe(seenMs >= USUAL_WAIT_MS)
        }
      }),
    )
  })
})
