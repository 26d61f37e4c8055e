import { expect } from '@playwright/test'
import { type Participant, type ParticipantOptions, rememberAccepting } from '../support/participant.ts'
import { joinWithCode } from '../support/product.ts'
import { embeddedServer } from './app-log.ts'
import type { Desktop } from './desktop.ts'
import { trayMenu } from './menus.ts'

/** What people do with the tray. */

export const stopShortcut = 'CommandOrControl+Alt+Shift+X'

const codePattern = /^Code (\d{5,9} \d{5}) \(click to copy\)$/

/** Labels of the tray's menu, separators left out. */
export const trayLabels = async (desktop: Desktop): Promise<readonly string[]> =>
  trayMenu(await desktop.state())
    .filter(({ type }) => type !== 'separator')
    .map(({ label }) => label)

const findCode = async (desktop: Desktop): Promise<string> => {
  const codes = (await trayLabels(desktop)).map((label) => codePattern.exec(label)?.[1] ?? '')
  return codes.find((code) => code !== '') ?? ''
}

/** The code in the tray's menu, as it is read aloud; waits until there is one other than `usedCode`. */
export const readTrayCode = async (desktop: Desktop, usedCode = ''): Promise<string> => {
  let code = ''
  await expect
    .poll(
      async () => {
        code = await findCode(desktop)
        return code !== '' && code !== usedCode
      },
      { message: 'the tray has a code' },
    )
    .toBe(true)
  return code
}

export const expectTray = (desktop: Desktop, expected: { icon: string; toolTip: string }): Promise<void> =>
  expect
    .poll(async () => (await desktop.state()).tray, { message: `the tray shows '${expected.icon}'` })
    .toMatchObject(expected)

/** The app has no window on the screen. */
export const expectNoWindow = async (desktop: Desktop): Promise<void> => {
  expect((await desktop.state()).windows.filter(({ visible }) => visible)).toEqual([])
}

/** Its window shows, at an address of the app's. */
export const expectWindowAt = (desktop: Desktop, url: string): Promise<void> =>
  expect
    .poll(async () => (await desktop.state()).windows, { message: `the window shows ${url}` })
    .toMatchObject([{ visible: true, url }])

/** The person at the app has let somebody in before, and so need not open the window to do it. */
export const haveAcceptedBefore = async (desktop: Desktop): Promise<void> => {
  const page = await desktop.page()
  await page.evaluate(rememberAccepting)
  // As if another window of the app had written it.
  await page.evaluate(() =>
    window.dispatchEvent(
      new StorageEvent('storage', {
        key: 'beckon.has-accepted',
        newValue: 'true',
        storageArea: localStorage,
      }),
    ),
  )
}

/** What the tray says of a viewer who gave no name. */
export const asks = 'Someone without a name wants to watch'
export const watches = 'Someone without a name is watching'

/** Somebody who was let in from the tray, with the code that was used for it. */
export interface TrayGuest extends Participant {
  readonly usedCode: string
}

/** Shares the screen and lets somebody in, by the tray alone; their picture is still on its way. */
export const shareFromTray = async (
  desktop: Desktop,
  launchViewer: (options: ParticipantOptions) => Promise<Participant>,
): Promise<TrayGuest> => {
  await desktop.clickTray('Share my screen')
  await haveAcceptedBefore(desktop)
  const usedCode = await readTrayCode(desktop)
  const viewer = await launchViewer({ at: `${await embeddedServer(desktop)}/join` })
  await joinWithCode(viewer.page, usedCode)
  await desktop.clickTray(asks, 'Let in')
  return { ...viewer, usedCode }
}
