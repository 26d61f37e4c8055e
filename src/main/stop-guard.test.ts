import { describe, expect, it } from 'vitest'
import type { ShareStatus } from '#shared/ipc/share-status.ts'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import { AppModel } from './state/app-model.ts'
import { StopGuard } from './stop-guard.ts'

const open: ShareStatus = { kind: 'open', paused: false, code: null, guests: [] }

const createGuard = () => {
  const model = new AppModel()
  const clock = new ManualClock()
  const killed: number[] = []
  const guard = new StopGuard({
    model,
    clock,
    killPage: () => {
      killed.push(clock.now())
      model.accept({ kind: 'page-lost' })
    },
    log: { warn: () => undefined },
  })
  const publish = (share: ShareStatus): void =>
    model.accept({ kind: 'published', status: { share, viewing: false } })
  return { guard, clock, killed, publish }
}

describe('the guard of stopping', () => {
  it('ends a page that goes on sharing, once, however often it was told to stop', () => {
    const { guard, clock, killed, publish } = createGuard()
    publish(open)
    guard.expectEnd()
    clock.advance(1_000)
    guard.expectEnd()
    // It may well say other things meanwhile.
    publish({ ...open, paused: true })
    expect(killed).toEqual([])
    clock.advance(1_000)
    expect(killed).toHaveLength(1)
    clock.advance(10_000)
    expect(killed).toHaveLength(1)
  })

  it.each<ShareStatus>([{ kind: 'idle' }, { kind: 'ended', error: null }])(
    'leaves alone a page that stops: $kind',
    (after) => {
      const { guard, clock, killed, publish } = createGuard()
      publish(open)
      guard.expectEnd()
      publish(after)
      expect(clock.pending).toBe(0)
      publish({ kind: 'starting' })
      clock.advance(10_000)
      expect(killed).toEqual([])
    },
  )

  it('waits for nothing while nothing is shared', () => {
    const { guard, clock } = createGuard()
    guard.expectEnd()
    expect(clock.pending).toBe(0)
  })

  it('guards the next session as well', () => {
    const { guard, clock, killed, publish } = createGuard()
    for (const count of [1, 2]) {
      publish(open)
      guard.expectEnd()
      clock.advance(2_000)
      expect(killed).toHaveLength(count)
    }
  })
})
