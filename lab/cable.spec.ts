import { expect } from '@playwright/test'
import { consentButtons, expectGrant, type Help, takeControl } from '../e2e/control/support/helper.ts'
import { openKeyState } from '../e2e/control/support/key-state.ts'
import { trayLabels } from '../e2e/desktop/tray.ts'
import { type CoverWindow, openCoverWindow } from '../e2e/support/cover-window.ts'
import { SCREEN } from '../e2e/support/display.ts'
import { expectConnectionState } from '../e2e/support/product.ts'
import type { CableEnd } from './support/cable.ts'
import { test } from './support/cable-help.ts'

/** The cable is pulled while a helper holds keys and a button down: the X server of the host says what becomes of them. */

/** Within which everything has to be up again. */
const UP_WITHIN_MS = 2_000
const LEFT = 1
const watches = 'Someone without a name controls your computer'

test.setTimeout(120_000)

const down = (keys: ReturnType<typeof openKeyState>) => ({
  keys: [...keys.held()].sort(),
  buttons: keys.heldButtons(),
})

const holdAll = async ({ viewer }: Help, keys: ReturnType<typeof openKeyState>): Promise<void> => {
  await viewer.keyboard.down('F2')
  await viewer.keyboard.down('ControlLeft')
  await viewer.mouse.down()
  await expect.poll(() => down(keys)).toEqual({ keys: ['ControlLeft', 'F2'], buttons: [LEFT] })
}

const letGo = async ({ viewer }: Help): Promise<void> => {
  await viewer.mouse.up()
  await viewer.keyboard.up('ControlLeft')
  await viewer.keyboard.up('F2')
}

const expectUp = (keys: ReturnType<typeof openKeyState>): Promise<void> =>
  expect.poll(() => down(keys), { timeout: UP_WITHIN_MS, intervals: [20] }).toEqual({ keys: [], buttons: [] })

/** A program that has the host's keyboard and screen from now on, and counts what is pressed. */
const openPressCounter = ({ display }: Help): { count(): number; close(): void } => {
  const cover: CoverWindow = openCoverWindow(display.name, SCREEN, ['keyPress', 'buttonPress'])
  cover.takeKeyboard()
  let count = 0
  return {
    count: () => {
      while (cover.next()) count += 1
      return count
    },
    close: () => cover.close(),
  }
}

for (const end of ['helper', 'host'] satisfies CableEnd[])
  test(
    `all is up within two seconds when the cable is pulled at the ${end}'s end, and stays up once it is back`,
    { tag: '@short' },
    async ({ cable, help }) => {
      await takeControl(help, consentButtons.untilStopped)
      const keys = openKeyState(help.display)
      await holdAll(help, keys)
      cable.pull(end)
      await expectUp(keys)
      const presses = openPressCounter(help)
      await letGo(help)
      cable.plugIn(end)
      await expectConnectionState(help.viewer, 'live')
      await expectGrant(help.viewer, 'controlling')
      // Whatever the helper's browser had sent meanwhile arrives before this.
      await help.viewer.keyboard.press('F4')
      await expect.poll(() => presses.count()).toBeGreaterThan(0)
      expect(presses.count()).toBe(1)
      await expectUp(keys)
      presses.close()
      keys.close()
    },
  )

test(
  'control is over when the cable is out for longer than ten seconds, and nothing comes down once it is back',
  { tag: '@short' },
  async ({ cable, help }) => {
    await takeControl(help, consentButtons.untilStopped)
    const keys = openKeyState(help.display)
    await holdAll(help, keys)
    cable.pull('helper')
    await expectUp(keys)
    const presses = openPressCounter(help)
    await expect.poll(() => trayLabels(help.desktop), { timeout: 30_000 }).not.toContain(watches)
    cable.plugIn('helper')
    await expectConnectionState(help.viewer, 'live')
    await expectGrant(help.viewer, 'none')
    await help.viewer.keyboard.press('F4')
    await expectGrant(help.viewer, 'none')
    expect(presses.count()).toBe(0)
    expect(down(keys)).toEqual({ keys: [], buttons: [] })
    presses.close()
    keys.close()
  },
)
