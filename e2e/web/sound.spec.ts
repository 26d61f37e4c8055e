import { expect, type Page } from '@playwright/test'
import { expectMediaInUse, expectNothingOpen } from '../support/expectations.ts'
import { acceptViewer, joinWithCode, shareScreen } from '../support/product.ts'
import { expectPitches, playTones } from '../support/tones.ts'
import { test } from './fixtures.ts'

/** The sound of a tab, which Chromium captures by itself; a computer's own sound has no source on a machine without any. */

const title = 'Two tones'
const tones = { title, left: 440, right: 660 }
/** Chromium's own picker is answered with the tab of that title, its sound included. */
const picksTab = { picksScreen: false, flags: [`--auto-select-tab-capture-source-by-title=${title}`] }

/** A host shares the tab, a viewer watches. */
const shareTab = async (host: Page, viewer: Page): Promise<void> => {
  await playTones(host, tones)
  await joinWithCode(viewer, await shareScreen(host))
  await acceptViewer(host)
  await expect(viewer.getByTestId('remote-video')).toBeVisible()
}

/** Whether the viewer's player plays, for ears and not only for measuring. */
const isAudible = (viewer: Page): Promise<boolean> =>
  viewer
    .getByTestId('remote-sound')
    .evaluate((player: HTMLAudioElement) => !player.paused && !player.muted && player.volume > 0)

test('sends the sound of a tab in two channels; muted and paused, silence', async ({
  server,
  viewer,
  launchHost,
}) => {
  const { page: host } = await launchHost({ at: server.url, ...picksTab })
  await shareTab(host, viewer)
  await expect(host.getByTestId('sound-state')).toHaveText('With sound')
  await expectPitches(viewer, 440, 660)
  expect(await isAudible(viewer)).toBe(true)

  await viewer.getByRole('button', { name: 'Mute' }).click()
  expect(await isAudible(viewer)).toBe(false)
  await viewer.getByRole('button', { name: 'Turn sound on' }).click()
  expect(await isAudible(viewer)).toBe(true)

  await host.getByTestId('pause-sharing').click()
  await expectPitches(viewer, null, null)
  await host.getByTestId('pause-sharing').click()
  await expectPitches(viewer, 440, 660)

  await host.getByTestId('mute-sharing').click()
  await expect(host.getByTestId('sound-state')).toHaveText('Sound muted')
  await expect(viewer.getByTestId('remote-sound')).toBeHidden()
  await host.getByTestId('mute-sharing').click()
  await expectPitches(viewer, 440, 660)

  await expectMediaInUse(host, { connections: 1, captures: 2 })
  await host.getByTestId('stop-sharing').click()
  await expectNothingOpen(host)
})

/** Whether the person leaves the sound out, in Chromium's picker, from now on. */
const leaveOutSound = (host: Page, isLeftOut: boolean): Promise<void> =>
  host.evaluate((isLeftOut) => {
    const devices = navigator.mediaDevices
    const { getDisplayMedia } = MediaDevices.prototype
    devices.getDisplayMedia = (options) =>
      getDisplayMedia.call(devices, { ...options, ...(isLeftOut && { audio: false }) })
  }, isLeftOut)

test('sound goes and comes back with what is shown, under the same code', async ({
  server,
  viewer,
  launchHost,
}) => {
  const { page: host } = await launchHost({ at: server.url, ...picksTab })
  await shareTab(host, viewer)
  await expectPitches(viewer, 440, 660)
  const code = await host.getByTestId('session-code').textContent()

  await leaveOutSound(host, true)
  await host.getByTestId('switch-picture').click()
  await expect(host.getByTestId('sound-state')).toBeHidden()
  await expect(viewer.getByTestId('mute-sound')).toBeHidden()

  await leaveOutSound(host, false)
  await host.getByTestId('switch-picture').click()
  await expect(host.getByTestId('sound-state')).toHaveText('With sound')
  await expectPitches(viewer, 440, 660)
  await expect(host.getByTestId('session-code')).toHaveText(code ?? '')
})
