import { describe, expect, it } from 'vitest'
import { failure } from '#shared/errors.ts'
import { seededRandom } from '#shared/pairing/testing/run-pairing.ts'
import { err, ok } from '#shared/result.ts'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import { HostCode } from './host-code.ts'

const codeTtlMs = 600_000

const createCode = () => {
  const clock = new ManualClock()
  let rooms = 10_000
  let isServerThere = true
  const code = new HostCode({
    requestRoom: () =>
      Promise.resolve(
        isServerThere ? ok({ room: String(++rooms), codeTtlMs }) : err(failure('server-unreachable')),
      ),
    random: seededRandom('host'),
    clock,
    onChange: () => undefined,
  })
  code.open({ room: '48213', codeTtlMs })
  const live = code.current
  if (!live) throw new Error('no code was opened')
  const loseServer = (): void => {
    isServerThere = false
  }
  return { code, live, clock, loseServer }
}

type World = ReturnType<typeof createCode>

describe('a code that is no more', () => {
  it.each<[string, (world: World) => unknown]>([
    ['renewed', ({ code }) => code.renew()],
    [
      'asked for anew in vain',
      ({ code, loseServer }) => {
        loseServer()
        return code.renew()
      },
    ],
    ['replaced by the server', ({ code }) => code.offer({ room: '55555', codeTtlMs })],
    ['burnt', ({ code }) => code.burn()],
    ['withdrawn', ({ code }) => code.withdraw()],
    ['expired', ({ clock }) => clock.advance(codeTtlMs)],
    ['that of a session which is over', ({ code }) => code.close()],
  ])('has no try left for those who are proving it: %s', async (_, end) => {
    const world = createCode()
    expect(world.live.tries.left).toBe(3)
    await end(world)
    expect(world.code.current).not.toBe(world.live)
    expect(world.live.tries.spend()).toBe(false)
  })

  it('is proved against one that nobody can have', () => {
    const { code, live } = createCode()
    const dud = code.drawDud()
    expect(dud.tries.spend()).toBe(false)
    expect(dud.code.secret).not.toBe(live.code.secret)
    expect(code.current).toBe(live)
  })
})
