import { describe, expect, it } from 'vitest'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import type { Backend } from './backend.ts'
import { Injection } from './injection.ts'
import { ATTEND_TIMEOUT_MS, type Command, type FromInjector } from './messages.ts'

/** Lets everything that is under way come to where it waits. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

const createInjection = () => {
  const clock = new ManualClock()
  const done: string[] = []
  const posted: FromInjector[] = []
  const state = { continueTyping: () => {}, failTyping: () => {} }
  const backend: Backend = {
    move: ({ x, y }) => void done.push(`move ${String(x)} ${String(y)}`),
    button: (button, pressed) => void done.push(`${pressed ? '+' : '-'}${button}`),
    wheel: () => void done.push('wheel'),
    key: (code, pressed) => void done.push(`${pressed ? '+' : '-'}${code}`),
    /** Types one character each time that it may. */
    text: async (text, signal) => {
      for (const character of text) {
        await new Promise<void>((resolve, reject) => {
          state.continueTyping = resolve
          state.failTyping = () => reject(new Error('no key is free'))
          signal.addEventListener('abort', () => reject(signal.reason as Error))
        })
        done.push(character)
      }
    },
    drop: () => void done.push('drop'),
    cursor: () => ({ x: 1, y: 2 }),
    tookLocalInput: () => false,
    close: () => void done.push('closed'),
  }
  let ends = 0
  const injection = new Injection({
    backend,
    clock,
    post: (message) => posted.push(message),
    onEnd: () => void (ends += 1),
  })
  const inject = async (...commands: Command[]): Promise<void> => {
    injection.handle({ kind: 'inject', commands })
    await settle()
  }
  return { clock, injection, inject, done, posted, state, ends: () => ends }
}

const press = (code: 'ControlLeft' | 'KeyA'): Command => ({ kind: 'key', code, pressed: true })
const typeAbc: Command = { kind: 'text', text: 'abc' }

describe('the injector’s process', () => {
  const releases: [string, (world: ReturnType<typeof createInjection>) => void][] = [
    ['a release', ({ injection }) => injection.handle({ kind: 'release', keys: [], buttons: [] })],
    ['its end', ({ injection }) => injection.handle({ kind: 'end' })],
    ['main’s silence', ({ clock }) => clock.advance(ATTEND_TIMEOUT_MS + 100)],
  ]

  it.each(releases)('types nothing after %s, though it was in the middle of a text', async (_, release) => {
    const world = createInjection()
    world.injection.handle({ kind: 'attend' })
    await world.inject(press('ControlLeft'), typeAbc, { kind: 'move', to: { x: 3, y: 4 } })
    world.state.continueTyping()
    await settle()
    release(world)
    await settle()
    // Control was lifted for the text, and is not pressed again for what comes after it.
    expect(world.done.filter((it) => it !== 'closed' && it !== 'drop')).toEqual([
      '+ControlLeft',
      '-ControlLeft',
      'a',
      '-ControlLeft',
    ])
    expect(world.posted).toEqual([])
  })

  it('presses again what it lifted for a text', async () => {
    const world = createInjection()
    await world.inject(press('ControlLeft'), press('KeyA'), { kind: 'text', text: 'a' })
    world.state.continueTyping()
    await settle()
    expect(world.done.slice(2)).toEqual(['-ControlLeft', 'a', '+ControlLeft'])
    expect(world.posted).toEqual([{ kind: 'typed' }])
  })

  it('presses it again, and says so, when the text cannot be typed; what comes after it is done', async () => {
    const world = createInjection()
    await world.inject(press('ControlLeft'), typeAbc, { kind: 'wheel', dx: 0, dy: 120 })
    world.state.failTyping()
    await settle()
    expect(world.done.slice(1)).toEqual(['-ControlLeft', '+ControlLeft', 'wheel'])
    expect(world.posted).toEqual([{ kind: 'typed' }, { kind: 'refused' }])
  })

  it('does what comes after a release', async () => {
    const world = createInjection()
    await world.inject(typeAbc)
    world.injection.handle({ kind: 'release', keys: ['ShiftLeft'], buttons: ['left'] })
    await world.inject({ kind: 'move', to: { x: 3, y: 4 } })
    expect(world.done).toEqual(['drop', '-left', '-ShiftLeft', 'move 3 4'])
  })

  it('ends once, with everything released before the backend closes', async () => {
    const world = createInjection()
    await world.inject(press('KeyA'))
    world.injection.handle({ kind: 'end' })
    void world.injection.close()
    expect(world.done).toEqual(['+KeyA', 'drop', '-KeyA', 'closed'])
    expect(world.ends()).toBe(1)
  })
})
