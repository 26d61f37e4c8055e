import { expect } from '@playwright/test'
import { stopShortcut } from '../desktop/tray.ts'
import { SCREEN } from '../support/display.ts'
import { openClickRecorder } from './support/click-recorder.ts'
import { test } from './support/help.ts'
import { consentButtons, expectGrant, type Help, placeOf, takeControl } from './support/helper.ts'
import { commandOf, descendants } from './support/descendants.ts'
import { openOwnMouse } from './support/own-mouse.ts'
import { openKeyState } from './support/key-state.ts'

/** Control ends when it must, and nothing stays down: the X server's own account of its keys says so. */
test.describe.configure({ timeout: 120_000 })

/** Within which everything has to be up again. */
const UP_WITHIN_MS = 2_000

const holdKeys = async (help: Help): Promise<ReturnType<typeof openKeyState>> => {
  const keys = openKeyState(help.display)
  await help.viewer.keyboard.down('F2')
  await help.viewer.keyboard.down('ControlLeft')
  await expect.poll(() => [...keys.held()].sort()).toEqual(['ControlLeft', 'F2'])
  return keys
}

const expectUp = async (keys: ReturnType<typeof openKeyState>): Promise<void> => {
  await expect.poll(() => keys.held(), { timeout: UP_WITHIN_MS, intervals: [20] }).toEqual([])
  keys.close()
}

/** With SIGKILL, all that Chromium has for the app's pages. */
const killPages = ({ desktop }: Help): Promise<void> => {
  const pages = descendants(desktop.pid).filter((pid) => commandOf(pid).includes('--type=renderer'))
  expect(pages).not.toEqual([])
  for (const pid of pages) process.kill(pid, 'SIGKILL')
  return Promise.resolve()
}

const watches = 'Someone without a name controls your computer'

const endings: readonly (readonly [string, (help: Help) => Promise<void>, string | null])[] = [
  ["the helper's browser is killed", ({ killViewer }) => killViewer(), null],
  ["the host's page is killed", killPages, null],
  ['the stop shortcut is pressed', ({ desktop }) => desktop.pressShortcut(stopShortcut), null],
  ['the tray takes it back', ({ desktop }) => desktop.clickTray(watches, 'Stop control'), 'none'],
  ['the screen is locked', ({ desktop }) => desktop.power('lock-screen'), 'none'],
  ['the computer goes to sleep', ({ desktop }) => desktop.power('suspend'), 'none'],
  ['sharing is paused', ({ desktop }) => desktop.clickTray('Pause'), null],
]

for (const [title, end, state] of endings)
  test(`every key is up within two seconds when ${title}`, async ({ startHelp }) => {
    const help = await startHelp()
    await takeControl(help, consentButtons.untilStopped)
    const keys = await holdKeys(help)
    await end(help)
    await expectUp(keys)
    if (state !== null) await expectGrant(help.viewer, state)
  })

test('every key is up within two seconds when nothing of the helper arrives any more', async ({
  startHelp,
}) => {
  const help = await startHelp()
  await takeControl(help, consentButtons.untilStopped)
  const keys = await holdKeys(help)
  // As a cut of the network does it: the helper's browser lives, and is not heard.
  const processes = descendants(help.viewerPid)
  for (const pid of processes) process.kill(pid, 'SIGSTOP')
  await expectUp(keys)
  for (const pid of processes) process.kill(pid, 'SIGCONT')
  await expectGrant(help.viewer, 'controlling')
})

test('a question that gets no yes gives nothing', async ({ startHelp }) => {
  const help = await startHelp()
  await help.desktop.answerMessages(consentButtons.refuse)
  await help.viewer.getByTestId('request-control').click()
  await expect
    .poll(async () => (await help.desktop.state()).messages)
    .toEqual(['Let Someone without a name control your computer?'])
  await expectGrant(help.viewer, 'none')
  const recorder = openClickRecorder(help.display, SCREEN)
  const at = (await placeOf(help, SCREEN))(500, 500)
  await help.viewer.mouse.click(at.x, at.y)
  await help.viewer.keyboard.press('a')
  await expectGrant(help.viewer, 'none')
  expect(recorder.clicks()).toEqual([])
  recorder.close()
})

test("the host's own mouse pauses the helper, and control goes on by itself", async ({ startHelp }) => {
  const help = await startHelp()
  await takeControl(help)
  const keys = await holdKeys(help)
  const mouse = openOwnMouse(help.display)
  mouse.move(70, 30)
  await expectGrant(help.viewer, 'paused')
  await expectUp(keys)
  mouse.close()
  await expectGrant(help.viewer, 'controlling')
})
