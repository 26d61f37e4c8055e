import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import { LockWatch, StayAwake, watchPresence } from './power.ts'

describe('staying awake', () => {
  it('blocks once while it is wanted, also with an id of zero', () => {
    const blocking = new Set<number>()
    let next = 0
    const awake = new StayAwake({
      start: (type) => {
        expect(type).toBe('prevent-display-sleep')
        blocking.add(next)
        return next++
      },
      stop: (id) => blocking.delete(id),
    })
    awake.set(false)
    awake.set(true)
    awake.set(true)
    expect([...blocking]).toEqual([0])
    awake.set(false)
    awake.set(false)
    expect(blocking.size).toBe(0)
    awake.set(true)
    expect([...blocking]).toEqual([1])
  })
})

describe('presence', () => {
  it('follows lock and sleep', () => {
    const powerMonitor = new EventEmitter()
    const reported: string[] = []
    watchPresence(powerMonitor as never, (presence) => reported.push(presence))
    for (const event of ['lock-screen', 'suspend', 'resume', 'unlock-screen']) powerMonitor.emit(event)
    expect(reported).toEqual(['lock', 'suspend', 'wake', 'unlock'])
  })
})

describe('the lock of a screen that nobody tells of', () => {
  const createWatch = () => {
    const clock = new ManualClock()
    const reported: string[] = []
    const state = { idle: 'active' as 'active' | 'locked', asked: 0 }
    const getSystemIdleState = () => {
      state.asked += 1
      return state.idle
    }
    const watch = new LockWatch({ getSystemIdleState }, clock, (presence) => reported.push(presence))
    return { watch, clock, reported, state }
  }

  it('is noticed within a second, and so is its end', () => {
    const { watch, clock, reported, state } = createWatch()
    watch.set(true)
    clock.advance(5_000)
    expect(reported).toEqual([])
    state.idle = 'locked'
    clock.advance(1_000)
    expect(reported).toEqual(['lock'])
    // What it mattered for has ended because of it; that it is open again is told all the same.
    watch.set(false)
    clock.advance(60_000)
    state.idle = 'active'
    clock.advance(1_000)
    expect(reported).toEqual(['lock', 'unlock'])
    expect(clock.pending).toBe(0)
  })

  it('is nobody’s concern at rest: nothing runs', () => {
    const { watch, clock, state } = createWatch()
    watch.set(false)
    clock.advance(60_000)
    expect([state.asked, clock.pending]).toEqual([0, 0])
    watch.set(true)
    watch.set(true)
    watch.set(false)
    clock.advance(60_000)
    expect([state.asked, clock.pending]).toEqual([0, 0])
  })
})
