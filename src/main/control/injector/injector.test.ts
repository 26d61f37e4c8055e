import { describe, expect, it } from 'vitest'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import { FakeInjectorProcess } from '../testing/fake-injector-process.ts'
import { Injector } from './injector.ts'

const log = { info: () => {}, warn: () => {}, error: () => {} }

const createInjector = () => {
  const clock = new ManualClock()
  const processes: FakeInjectorProcess[] = []
  const injector = new Injector({
    fork: () => {
      const process = new FakeInjectorProcess()
      processes.push(process)
      return process
    },
    clock,
    log,
  })
  injector.start()
  const at = (index: number): FakeInjectorProcess => {
    const process = processes[index]
    if (!process) throw new Error('no such process')
    return process
  }
  return { injector, clock, processes, at }
}

/** What may be down after the first process was lost in the midst of it. */
const pressSome = (injector: Injector): void => {
  injector.inject([
    { kind: 'key', code: 'KeyQ', pressed: true },
    { kind: 'key', code: 'KeyQ', pressed: false },
    { kind: 'text', text: 'A' },
    { kind: 'button', button: 'right', pressed: true },
  ])
}
const released = { kind: 'release', keys: ['KeyQ', 'ShiftLeft'], buttons: ['right'] }

describe('the injector', () => {
  it('lets go of all that a lost process ever pressed, for nobody knows how far it came', () => {
    const { injector, at } = createInjector()
    pressSome(injector)
    at(0).crash()
    expect(at(1).released).toEqual([released])
    // Nor how far the next one came with that.
    at(1).crash()
    expect(at(2).released).toEqual([released])
  })

  it('that is lost too often starts one more process, which lets go of everything and ends', () => {
    const { injector, processes, at } = createInjector()
    let failures = 0
    injector.on('failed', () => void (failures += 1))
    for (let i = 0; i < 3; i += 1) at(i).crash()
    pressSome(injector)
    at(3).crash()
    expect(failures).toBe(1)
    expect(processes).toHaveLength(5)
    expect(at(4).released).toEqual([released])
    expect(at(4).isEnded).toBe(true)
  })

  it('has a process that does not end ended, and another let go of what it held', async () => {
    const { injector, processes, clock, at } = createInjector()
    pressSome(injector)
    at(0).hangs = true
    const stopped = injector.stop()
    clock.advance(1_000)
    await stopped
    expect(processes).toHaveLength(2)
    expect(at(1).released).toEqual([released])
    expect(at(1).isEnded).toBe(true)
    expect(clock.pending).toBe(0)
  })

  it('starts no other after a process that has ended as it should', async () => {
    const { injector, processes, clock } = createInjector()
    pressSome(injector)
    await injector.stop()
    clock.advance(10_000)
    expect(processes).toHaveLength(1)
  })

  it.each<[string, (world: ReturnType<typeof createInjector>) => void]>([
    ['is stopped', ({ injector }) => void injector.stop()],
    ['is lost', ({ at }) => at(0).crash()],
  ])('answers at once that the place of the pointer is unknown when it %s', async (_, end) => {
    const world = createInjector()
    world.at(0).hangs = true
    const located = world.injector.locate()
    end(world)
    expect(await located).toBeNull()
  })
})
