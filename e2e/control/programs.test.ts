import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Display, SCREEN, startDisplay } from '../support/display.ts'
import { startInjector, type StartedInjector } from './support/injector.ts'
import { startProgram } from './support/programs.ts'
import { createViewer, tap } from './support/viewer.ts'

/** Real programs under what a viewer does, through the gate and the injector's process. */

const surface = { x: 0, y: 0, ...SCREEN }
const typed = [
  '안녕하세요, 다람쥐 헌 쳇바퀴에 타고파.',
  'Là-bas, ça œuvre où ? Élève naïve: «é à ç ù ï»',
  '👩‍💻👍🏽 🇰🇷',
  '{}[]@\\|~^`#$%&*()<>?:"\'_+-=/;',
].join('\n')

let folder: string
let display: Display
let started: StartedInjector

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beckon-control-'))
  display = await startDisplay()
  started = startInjector(display)
  await started.settled()
})
afterEach(async () => {
  await started.injector.stop()
  await display.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

it('an editor saves a file with what was typed', async () => {
  const editor = await startProgram(display, { program: 'mousepad', folder })
  const viewer = createViewer(started, surface)
  await viewer.send(...viewer.click(0.15, 0.3))
  const save = async (): Promise<string> => {
    await viewer.send(...tap('ControlLeft', 'KeyS'))
    return editor.saved()
  }
  // A window that is there may not listen yet.
  await expect
    .poll(
      async () => {
        await viewer.send(...tap('KeyA'))
        return save()
      },
      { timeout: 20_000, interval: 500 },
    )
    .toContain('a')
  await viewer.send(...tap('ControlLeft', 'KeyA'), { type: 'text', text: typed })
  await expect.poll(save, { timeout: 20_000, interval: 500 }).toBe(typed)
})

it('a calculator multiplies what is clicked, and an editor gets what it shows', async () => {
  const calculator = await startProgram(display, { program: 'xcalc', folder })
  const editor = await startProgram(display, { program: 'mousepad', folder })
  const viewer = createViewer(started, surface)
  const { x, y, width, height } = calculator.area
  const click = (left: number, top: number, button: 'left' | 'middle' = 'left'): Promise<void> =>
    viewer.send(...viewer.click(left / SCREEN.width, top / SCREEN.height, button))
  /** @param row of keys, and @param column, counted from 0 */
  const press = (row: number, column: number): Promise<void> =>
    click(x + width * (0.1 + 0.18 * column), y + height * (0.225 + 0.0733 * row))
  await press(7, 1)
  await press(7, 4)
  await press(7, 2)
  await press(10, 4)
  // Its display gives the number to whoever pastes.
  await click(x + width / 2, y + height * 0.05)
  await click(300, 300, 'middle')
  await expect
    .poll(
      async () => {
        await viewer.send(...tap('ControlLeft', 'KeyS'))
        return editor.saved()
      },
      { timeout: 20_000, interval: 500 },
    )
    .toBe('56')
})
