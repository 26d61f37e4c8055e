import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { StayAwake, watchPresence } from './power.ts'

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
