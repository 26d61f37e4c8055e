import { beforeEach, describe, expect, it } from 'vitest'
import { WarmUp } from './warm-up.ts'

/** What waits for an idle moment. */
const waiting = new Set<() => void>()
const whenIdle = (run: () => void): (() => void) => {
  waiting.add(run)
  return () => void waiting.delete(run)
}
const idle = (): void => {
  for (const run of [...waiting]) {
    waiting.delete(run)
    run()
  }
}

let done: string[]
function* work() {
  done.push('first')
  yield
  done.push('second')
}
beforeEach(() => {
  waiting.clear()
  done = []
})

describe('a warm-up', () => {
  it('does one part in each idle moment', () => {
    new WarmUp(work, whenIdle).start()
    expect(done).toEqual([])
    idle()
    expect(done).toEqual(['first'])
    idle()
    expect(done).toEqual(['first', 'second'])
    expect(waiting.size).toBe(0)
  })

  it('runs once, however often it is asked for', () => {
    const warmUp = new WarmUp(work, whenIdle)
    warmUp.start()
    warmUp.start()
    expect(waiting.size).toBe(1)
    idle()
    idle()
    warmUp.start()
    expect(waiting.size).toBe(0)
    expect(done).toEqual(['first', 'second'])
  })

  it('ends for good when the real thing begins', () => {
    const warmUp = new WarmUp(work, whenIdle)
    warmUp.start()
    idle()
    warmUp.stop()
    expect(waiting.size).toBe(0)
    warmUp.start()
    idle()
    expect(done).toEqual(['first'])
  })

  it('does not begin after the real thing', () => {
    const warmUp = new WarmUp(work, whenIdle)
    warmUp.stop()
    warmUp.start()
    expect(waiting.size).toBe(0)
  })
})
