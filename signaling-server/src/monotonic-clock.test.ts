import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMonotonicClock } from './monotonic-clock.ts'

/** A machine whose timers are as late as the test says, and whose every turn of the event loop takes 0.2 ms. */
let nowMs: number
let lateMs: number
/** What each timer was set to, in milliseconds. */
let timers: number[]
let pending: (() => void)[]

const TURN_MS = 0.2

beforeEach(() => {
  nowMs = 1000
  lateMs = 0
  timers = []
  pending = []
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs)
  const start = (run: () => void, takesMs: number) => {
    const task = (): void => {
      nowMs += takesMs
      run()
    }
    pending.push(task)
    return { task, unref: () => ({ task }) }
  }
  const stop = ({ task }: { readonly task: () => void }): void => {
    pending = pending.filter((it) => it !== task)
  }
  vi.stubGlobal('setTimeout', (run: () => void, delayMs: number) => {
    timers.push(delayMs)
    return start(run, delayMs + lateMs)
  })
  vi.stubGlobal('clearTimeout', stop)
  vi.stubGlobal('setImmediate', (run: () => void) => start(run, TURN_MS))
  vi.stubGlobal('clearImmediate', stop)
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const runAll = (): void => {
  for (let task = pending.shift(); task; task = pending.shift()) task()
}

describe('the clock for short spans', () => {
  it.each([20, 3.4, 0.5])('runs once, %s ms later', (delayMs) => {
    const run = vi.fn()
    const startMs = nowMs
    createMonotonicClock().after(delayMs, run)
    runAll()
    expect(run).toHaveBeenCalledOnce()
    expect(Math.abs(nowMs - startMs - delayMs)).toBeLessThan(0.5)
  })

  it.each([20, 0.5])('runs nothing that was called off before its %s ms were over', (delayMs) => {
    const run = vi.fn()
    createMonotonicClock().after(delayMs, run)()
    runAll()
    expect(run).not.toHaveBeenCalled()
  })

  it('sets no timer for less than what timers can count', () => {
    createMonotonicClock().after(1.2, vi.fn())
    expect(timers).toEqual([])
  })

  it('learns how late timers are, and sets them as much earlier', () => {
    const clock = createMonotonicClock()
    lateMs = 2
    for (let timer = 0; timer < 200; timer++) {
      clock.after(20, vi.fn())
      runAll()
    }
    expect(timers[0]).toBe(20)
    expect(timers.at(-1)).toBe(18)
  })

  it('forgets it again when they are on time', () => {
    const clock = createMonotonicClock()
    for (lateMs of [2, 0])
      for (let timer = 0; timer < 200; timer++) {
        clock.after(20, vi.fn())
        runAll()
      }
    expect(timers.at(-1)).toBe(20)
  })
})
