import type { Clock } from '../../src/shared/clock.ts'

/** Runs a task every `periodMs`, until the returned function is called. */
export const repeat = (clock: Clock, periodMs: number, task: () => void): (() => void) => {
  let cancel = (): void => undefined
  const schedule = (): void => {
    cancel = clock.after(periodMs, () => {
      schedule()
      task()
    })
  }
  schedule()
  return () => cancel()
}
