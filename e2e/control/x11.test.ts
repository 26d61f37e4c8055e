import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Input } from '../../src/shared/protocol/input.ts'
import { startDisplay, type Display } from '../support/display.ts'
import { startInjector, type StartedInjector } from './support/injector.ts'
import { openClickRecorder } from './support/click-recorder.ts'
import { openOwnMouse } from './support/own-mouse.ts'
import { keyMeanings } from './support/key-meanings.ts'
import { openKeyState } from './support/key-state.ts'
import { createViewer, tap } from './support/viewer.ts'
import { openWitness, type Witness } from './support/page.ts'

/** A computer of its own: an X server, a browser on all of it, and the injector as the app runs it. */
interface Computer {
  readonly display: Display
  readonly witness: Witness
  readonly started: StartedInjector
  readonly keys: ReturnType<typeof openKeyState>
  stop(): Promise<void>
}

const startComputer = async (size: {
  readonly width: number
  readonly height: number
}): Promise<Computer> => {
  const display = await startDisplay(size)
  const witness = await openWitness(display, size)
  const started = startInjector(display)
  const keys = openKeyState(display)
  await started.settled()
  return {
    display,
    witness,
    started,
    keys,
    stop: async () => {
      await started.injector.stop()
      keys.close()
      await witness.close()
      await display.stop()
    },
  }
}

describe('an X server', () => {
  const surface = { x: 0, y: 0, width: 1920, height: 1080 }
  let computer: Computer
  let viewer: ReturnType<typeof createViewer>

  beforeAll(async () => {
    computer = await startComputer(surface)
    viewer = createViewer(computer.started, surface)
    await viewer.send(...viewer.click(0.5, 0.5))
    await computer.witness.clear()
  })
  afterAll(() => computer.stop())

  const expectTyped = (text: string) =>
    expect.poll(() => computer.witness.typed(), { timeout: 20_000 }).toBe(text)

  it.each([
    ['Korean', '안녕하세요, 다람쥐 헌 쳇바퀴에 타고파.'],
    ['French', 'Là-bas, ça œuvre où ? Élève naïve: «é à ç ù ï»'],
    ['an emoji of several characters', '👩‍💻👍🏽 🇰🇷'],
    ['what programmers type', '{}[]@\\|~^`#$%&*()<>?:"\'_+-=/;'],
    ['capitals, lines and tabs', 'ABC abc\n\tDeF\nßẞ'],
    [
      'more characters than there are spare keys',
      '가나다라마바사아자차카타파하갸냐댜랴먀뱌샤야쟈챠캬탸퍄햐거너더러머버서어저처커터퍼허',
    ],
  ])('gets %s as it was typed', async (_, text) => {
    await computer.witness.clear()
    await viewer.send({ type: 'text', text })
    await expectTyped(text)
  })

  it('gets what was typed while Caps Lock is on, and while a modifier is held', async () => {
    await computer.witness.clear()
    await viewer.send(...tap('CapsLock'), { type: 'text', text: 'aBçé' }, ...tap('CapsLock'))
    await expectTyped('aBçé')
    await computer.witness.clear()
    await viewer.send(
      { type: 'key', code: 'ControlLeft', pressed: true },
      { type: 'text', text: 'axb' },
      { type: 'key', code: 'ControlLeft', pressed: false },
    )
    await expectTyped('axb')
  })

  it('gets shortcuts and keys by their place', async () => {
    await computer.witness.clear()
    await viewer.send(
      { type: 'text', text: 'one two' },
      ...tap('ControlLeft', 'KeyA'),
      ...tap('ControlLeft', 'KeyC'),
    )
    await viewer.send(...tap('End'), ...tap('Enter'), ...tap('ControlLeft', 'KeyV'), ...tap('Backspace'))
    await expectTyped('one two\none tw')
  })

  it('survives keys that this keyboard does not have', async () => {
    await computer.witness.clear()
    await viewer.send(...tap('F24'), ...tap('F20'), ...tap('KanaMode'), {
      type: 'text',
      text: 'still here',
    })
    await expectTyped('still here')
    expect(computer.started.pids).toHaveLength(1)
  })

  it('gets every button, and the wheel by notches', async () => {
    await computer.witness.clear()
    for (const button of ['left', 'middle', 'right'] as const)
      await viewer.send(...viewer.click(0.4, 0.4, button))
    await expect
      .poll(async () => (await computer.witness.clicks()).map(({ button }) => button))
      .toEqual([0, 1, 2])
    const at = { x: 0.4, y: 0.4 }
    const turns: { dx: number; dy: number; seen: { x: number; y: number } }[] = [
      { dx: 0, dy: 120, seen: { x: 0, y: 1 } },
      { dx: 0, dy: -120, seen: { x: 0, y: -1 } },
      { dx: 120, dy: 0, seen: { x: 1, y: 0 } },
    ]
    for (const { dx, dy, seen } of turns) {
      await computer.witness.clear()
      // Two halves make one.
      const half: Input = { type: 'wheel', dx: dx / 2, dy: dy / 2, at, sequence: 1 }
      await viewer.send(half)
      await viewer.send(half)
      await expect.poll(() => computer.witness.wheels(), { timeout: 5_000 }).toEqual([seen])
    }
  })

  it('tells when somebody else moves the pointer, and takes nobody for somebody else', async () => {
    let noticed = 0
    const { injector } = computer.started
    const off = injector.on('localInput', () => void (noticed += 1))
    for (let i = 0; i < 40; i += 1) await viewer.send(...viewer.click(0.3 + i / 200, 0.5))
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(noticed).toBe(0)
    // Nor a program that puts the pointer elsewhere, as some do while something is dragged.
    computer.display.movePointer(11, 12)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(noticed).toBe(0)
    const mouse = openOwnMouse(computer.display)
    mouse.move(7, 9)
    await expect.poll(() => noticed).toBeGreaterThan(0)
    mouse.close()
    off()
  })

  it('has every key up after the injector was killed', async () => {
    const { injector, pids } = computer.started
    injector.on('restarted', () => injector.release(viewer.gate.held))
    await viewer.send(
      { type: 'key', code: 'ControlLeft', pressed: true },
      { type: 'key', code: 'ShiftRight', pressed: true },
    )
    expect(computer.keys.held()).toEqual(['ShiftRight', 'ControlLeft'])
    process.kill(pids.at(-1) ?? 0, 'SIGKILL')
    await expect.poll(() => computer.keys.held(), { timeout: 2_000 }).toEqual([])
    viewer.gate.release()
  })

  it('has every key up when the injector ends, and its keyboard as it was', async () => {
    await computer.started.settled()
    await viewer.send({ type: 'key', code: 'AltLeft', pressed: true })
    expect(computer.keys.held()).toEqual(['AltLeft'])
    await computer.started.injector.stop()
    await expect.poll(() => computer.keys.held(), { timeout: 2_000 }).toEqual([])
    viewer.gate.release()
  })
})

it('an injector takes back at its end what one that was killed had lent', async () => {
  const display = await startDisplay()
  const before = keyMeanings(display)
  const started = startInjector(display)
  await started.settled()
  started.injector.inject([{ kind: 'text', text: '가나다' }])
  await started.settled()
  expect(keyMeanings(display)).not.toBe(before)
  process.kill(started.pids.at(-1) ?? 0, 'SIGKILL')
  await expect.poll(() => started.pids.length).toBe(2)
  await started.settled()
  await started.injector.stop()
  expect(keyMeanings(display)).toBe(before)
  await display.stop()
})

describe.each([
  ['a screen of 1920 × 1080', { width: 1920, height: 1080 }, { x: 0, y: 0, width: 1920, height: 1080 }],
  ['a screen of 3840 × 2160', { width: 3840, height: 2160 }, { x: 0, y: 0, width: 3840, height: 2160 }],
  [
    'the second of two displays',
    { width: 3840, height: 1200 },
    { x: 1920, y: 120, width: 1920, height: 1080 },
  ],
])('on %s', (_, size, surface) => {
  it('200 clicks land within a pixel of where they are made', async () => {
    const display = await startDisplay(size)
    const started = startInjector(display)
    const recorder = openClickRecorder(display, size)
    try {
      await started.settled()
      const viewer = createViewer(started, surface)
      const fraction = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
      const places = fc.sample(fc.tuple(fraction, fraction), { numRuns: 200, seed: 5 })
      await viewer.send(...places.flatMap(([x, y]) => viewer.click(x, y)))
      const found = recorder.clicks()
      expect(found).toHaveLength(places.length)
      const distances = places.flatMap(([x, y], i) => [
        Math.abs((found[i]?.x ?? -99) - (surface.x + x * surface.width)),
        Math.abs((found[i]?.y ?? -99) - (surface.y + y * surface.height)),
      ])
      expect(Math.max(...distances)).toBeLessThanOrEqual(1)
    } finally {
      await started.injector.stop()
      recorder.close()
      await display.stop()
    }
  })
})
