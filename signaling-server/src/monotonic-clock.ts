import type { Clock } from '../../src/shared/clock.ts'

/** Node's timers count whole milliseconds, and at least one. */
const SHORTEST_TIMER_MS = 1.5
/** How fast the correction follows the machine's load, and how far, in milliseconds. */
const CORRECTION_STEP_MS = 0.05
const MAX_CORRECTION_MS = 8

/**
 * Makes a clock for short spans: to the microsecond, and not set by anybody. Its timers learn how late timers are on
 * this machine at this time, so that half of them are early and half late; they do not keep a process alive.
 */
export const createMonotonicClock = (): Clock => {
  let correctionMs = 0
  return {
    now: () => performance.now(),
    after(delayMs, run) {
      const dueMs = performance.now() + delayMs
      const correctedMs = delayMs - correctionMs
      if (correctedMs >= SHORTEST_TIMER_MS) {
        const runAndLearn = (): void => {
          const step = performance.now() > dueMs ? CORRECTION_STEP_MS : -CORRECTION_STEP_MS
          correctionMs = Math.min(MAX_CORRECTION_MS, Math.max(0, correctionMs + step))
          run()
        }
        const timer = setTimeout(runAndLearn, Math.round(correctedMs)).unref()
        return () => clearTimeout(timer)
      }
      let turn: NodeJS.Immediate
      const runWhenDue = (): void => {
        if (performance.now() >= dueMs - correctionMs) run()
        else turn = setImmediate(runWhenDue)
      }
      turn = setImmediate(runWhenDue)
      return () => clearImmediate(turn)
    },
  }
}
