import { expect } from '@playwright/test'
import { SCREEN } from '../support/display.ts'
import { test } from './support/help.ts'
import { placeOf, takeControl } from './support/helper.ts'
import { startProgram } from './support/programs.ts'

/** A helper in a browser, and real programs on the computer that is helped. */
test.describe.configure({ timeout: 120_000 })

const lines = [
  '안녕하세요, 다람쥐 헌 쳇바퀴에 타고파.',
  'Là-bas, ça œuvre où ? Élève naïve: «é à ç ù ï»',
  '👩‍💻👍🏽 🇰🇷',
  '{}[]@\\|~^`#$%&*()<>?:"\'_+-=/;',
]

test('what a helper types is in the file that the editor saves', async ({ startHelp, userData }) => {
  const help = await startHelp()
  const editor = await startProgram(help.display, { program: 'mousepad', folder: userData })
  await takeControl(help)
  const place = await placeOf(help, SCREEN)
  const { viewer } = help
  const middle = place(300, 300)
  await viewer.mouse.click(middle.x, middle.y)
  for (const [index, line] of lines.entries()) {
    if (index > 0) await viewer.keyboard.press('Enter')
    await viewer.keyboard.insertText(line)
  }
  // With an input method: what is composed arrives once it is settled.
  const devTools = await viewer.context().newCDPSession(viewer)
  await devTools.send('Input.imeSetComposition', { text: 'ㅎ', selectionStart: 1, selectionEnd: 1 })
  await devTools.send('Input.imeSetComposition', { text: '하', selectionStart: 1, selectionEnd: 1 })
  await devTools.send('Input.insertText', { text: '한' })
  await viewer.keyboard.press('Enter')
  await viewer.keyboard.type('by keys: {}[]@\\|')
  await viewer.keyboard.press('Control+s')
  await expect.poll(() => editor.saved()).toBe(`${lines.join('\n')}한\nby keys: {}[]@\\|`)
})

test('a helper calculates 7 × 8, and pastes what comes out into the editor', async ({
  startHelp,
  userData,
}) => {
  const help = await startHelp()
  const calculator = await startProgram(help.display, { program: 'xcalc', folder: userData })
  const editor = await startProgram(help.display, { program: 'mousepad', folder: userData })
  await takeControl(help)
  const place = await placeOf(help, SCREEN)
  const click = async (x: number, y: number, button: 'left' | 'middle' = 'left'): Promise<void> => {
    const at = place(x, y)
    await help.viewer.mouse.click(at.x, at.y, { button })
  }
  /** @param row of keys, and @param column, counted from 0 */
  const press = (row: number, column: number): Promise<void> => {
    const { x, y, width, height } = calculator.area
    return click(x + width * (0.1 + 0.18 * column), y + height * (0.225 + 0.0733 * row))
  }
  // 7 × 8 =, and the display, which gives its number to whoever pastes.
  await press(7, 1)
  await press(7, 4)
  await press(7, 2)
  await press(10, 4)
  const { x, y, width, height } = calculator.area
  await click(x + width / 2, y + height * 0.05)
  await click(300, 300, 'middle')
  // What is pasted comes from the calculator, in its own time.
  await expect
    .poll(async () => {
      await help.viewer.keyboard.press('Control+s')
      return editor.saved()
    })
    .toBe('56')
})
