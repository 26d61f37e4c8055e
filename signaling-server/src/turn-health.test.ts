import { describe, expect, it } from 'vitest'
import { FakeClock } from '../test/support/fake-clock.ts'
import { TurnHealth, type TurnFinding } from './turn-health.ts'

const turn = { urls: ['turn:one.example', 'turn:two.example'], secret: 'north-wind' }
const fine: TurnFinding = { kind: 'ok', latencyMs: 8 }
const broken: TurnFinding = { kind: 'failed', step: 'connect', error: { kind: 'timeout' } }

/** Lets everything that is due run, the answers of `find` included. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const setUp = (find: (url: string) => TurnFinding | Promise<TurnFinding>, periodMs = 60_000) => {
  const clock = new FakeClock()
  const asked: string[] = []
  const changes: string[] = []
  const health = new TurnHealth({
    turn,
    periodMs,
    clock,
    probe: async ({ url }) => {
      asked.push(url)
      return find(url)
    },
    onChanged: (url, { kind }) => changes.push(`${url} ${kind}`),
  })
  return { clock, asked, changes, health }
}

describe('the health of TURN servers', () => {
  it('is unknown until each has been looked at', async () => {
    const { health } = setUp(() => fine)
    health.start()
    expect(health.state).toBe('unknown')
    await settle()
    expect(health.state).toBe('ok')
  })

  it.each([broken, { kind: 'open-to-inside' } as const])('is degraded by a single %o', async (finding) => {
    const { health } = setUp((url) => (url.includes('two') ? finding : fine))
    await health.check()
    expect(health.state).toBe('degraded')
  })

  it('is looked at again and again, and told of when it changes', async () => {
    let finding: TurnFinding = fine
    const { health, clock, changes } = setUp(() => finding)
    health.start()
    await settle()
    finding = broken
    clock.advance(60_000)
    await settle()
    clock.advance(60_000)
    await settle()
    expect(health.state).toBe('degraded')
    expect(changes).toEqual([
      'turn:one.example ok',
      'turn:two.example ok',
      'turn:one.example failed',
      'turn:two.example failed',
    ])
    health.stop()
    expect(clock.pending).toBe(0)
  })

  it('is not asked for twice at once', async () => {
    let answer = (_finding: TurnFinding): void => undefined
    const { health, asked, clock } = setUp(() => new Promise((resolve) => (answer = resolve)))
    health.start()
    clock.advance(600_000)
    await settle()
    expect(asked).toEqual(['turn:one.example'])
    answer(fine)
    await settle()
    expect(asked).toEqual(turn.urls)
  })

  it('is degraded by a look that breaks, and nothing else is', async () => {
    const { health, changes } = setUp((url) => {
      if (url.includes('one')) throw new Error('a fault of its own')
      return fine
    })
    await health.check()
    expect(health.state).toBe('degraded')
    expect(changes).toEqual(['turn:one.example failed', 'turn:two.example ok'])
  })

  it('can be left alone', () => {
    const { health, asked, clock } = setUp(() => fine, 0)
    health.start()
    expect([health.state, asked, clock.pending]).toEqual(['off', [], 0])
  })
})
