import { describe, expect, it } from 'vitest'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import { FakeInjectorProcess } from '../testing/fake-injector-process.ts'
import { Injector } from './injector.ts'

const log = { info: () => {}, warn: () => {}, error: () => {} }

const createInjector = () => {
  const clock = new ManualClock()
  const processes: FakeInjectorProcess[] = []
  const world = { nextHangs: false }
  const injector = new Injector({
    fork: () => {
      const process = new FakeInjectorProcess()
      process.hangs = world.nextHangs
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
  /** Whether all has come to its end by now. */
  const stop = (): (() => Promise<boolean>) => {
    let isOver = false
    void injector.stop().then(() => (isOver = true))
    return () => new Promise((resolve) => setImmediate(() => resolve(isOver)))
  }
  return { injector, clock, processes, world, at, stop }
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

  it('is at its end when the last process is, that lets go of what a lost one pressed', async () => {
    const { injector, clock, world, at, stop } = createInjector()
    for (let i = 0; i < 3; i += 1) at(i).crash()
    pressSome(injector)
    world.nextHangs = true
    at(3).crash()
    const isOver = stop()
    expect(await isOver()).toBe(false)
    clock.advance(1_000)
    expect(at(4).isEnded).toBe(true)
    expect(await isOver()).toBe(true)
  })

  it('is at its end when one that was stopped before is, though another has followed', async () => {
    const { injector, clock, at, stop } = createInjector()
    at(0).hangs = true
    stop()
    injector.start()
    const isOver = stop()
    expect(at(1).isEnded).toBe(true)
    expect(await isOver()).toBe(false)
    clock.advance(1_000)
    expect(await isOver()).toBe(true)
  })

  it('starts no other after a process that has ended as it should', async () => {
    const { injector, processes, clock } = createInjector()
    pressSome(injector)
    await injector.stop()
    clock.advance(10_000)
    expect(processes).toHaveLength(1)
  })

  it('asks the system anew each time that it is opened', async () => {
    const { injector, processes, at } = createInjector()
    const first = injector.open()
    at(1).say({ kind: 'ready', screen: null })
    expect(await first).toEqual({ kind: 'open', screen: null })
    const second = injector.open()
    expect(processes.map(({ isEnded }) => isEnded)).toEqual([true, true, false])
    at(2).say({ kind: 'failed', refusal: 'denied' })
    expect(await second).toEqual({ kind: 'refused', refusal: 'denied' })
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
