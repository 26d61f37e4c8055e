import { expect, type Page } from '@playwright/test'
import { encodeControl } from '../../src/shared/protocol/control-messages.ts'
import { MAX_SEQUENCE, encodeMotion } from '../../src/shared/protocol/motion.ts'
import { readChannels, sendControl, sendMotion, tapChannels } from '../support/control-channels.ts'
import { expectClicks, expectMark, markOf, pointAt } from '../support/pointing.ts'
import { readNextCode } from '../support/product.ts'
import { shareAndWatch, watch } from '../support/session.ts'
import { TouchScreen } from '../support/touch.ts'
import { test } from './fixtures.ts'

/** Two browsers: the host's can let a viewer point, and no more. */

const controlState = (viewer: Page) => viewer.getByTestId('control-state')
const expectState = (viewer: Page, state: string) =>
  expect(controlState(viewer)).toHaveAttribute('data-state', state)

test('a viewer asks to point, is let, points where it means to, and is stopped', async ({ host, viewer }) => {
  await shareAndWatch(host, viewer)
  await expect(controlState(viewer)).toContainText('shares from a browser')

  await viewer.getByTestId('request-control').click()
  await expectState(viewer, 'asked')
  await host.getByTestId('grant-control').click()
  await expectState(viewer, 'pointing')

  for (const place of [
    { x: 0.5, y: 0.5 },
    { x: 0.1, y: 0.2 },
    { x: 0.9, y: 0.8 },
  ]) {
    const { x, y } = await pointAt(viewer, place)
    await viewer.mouse.move(x, y)
    await expectMark(host, place)
  }
  await viewer.mouse.down()
  await viewer.mouse.up()
  await expectClicks(host, 1)

  await host.getByTestId('revoke-control').click()
  await expect(controlState(viewer)).toContainText('took it back')
  await expect(markOf(host)).toHaveCount(0)
})

test('a viewer is told no, and gives back what it was offered', async ({ host, viewer }) => {
  await shareAndWatch(host, viewer)

  await viewer.getByTestId('request-control').click()
  await host.getByTestId('deny-control').click()
  await expect(controlState(viewer)).toContainText('said no')
  await host.getByTestId('grant-control').click()
  await expectState(viewer, 'pointing')
  await viewer.getByTestId('give-back-control').click()
  await expectState(viewer, 'none')
  await expect(host.getByTestId('grant-control')).toBeVisible()
})

test('whatever a viewer sends before it was let, or after, moves nothing', async ({ host, viewer }) => {
  for (const page of [host, viewer]) await tapChannels(page)
  await shareAndWatch(host, viewer)

  for (const page of [host, viewer])
    await expect
      .poll(() => readChannels(page))
      .toEqual([
        {
          label: 'control',
          id: 100,
          ordered: true,
          maxRetransmits: null,
          negotiated: true,
          readyState: 'open',
        },
        { label: 'motion', id: 101, ordered: false, maxRetransmits: 0, negotiated: true, readyState: 'open' },
      ])

  const at = { x: 0.25, y: 0.75 }
  const act = async (): Promise<void> => {
    await sendMotion(
      viewer,
      encodeMotion({ at, sequence: MAX_SEQUENCE }),
      new Uint8Array(9),
      new Uint8Array(0),
    )
    await sendControl(
      viewer,
      encodeControl({ type: 'button', button: 'left', pressed: true, at, sequence: 7 }),
      encodeControl({ type: 'key', code: 'ControlLeft', pressed: true }),
      encodeControl({ type: 'text', text: 'rm' }),
      '{"v":1,"is":{"type":"grant","grant":{"state":"pointing","reason":null,"remainingMs":null}}}',
      '{"v":1,"is":{"type":"request","level":"everything"}}',
      '{',
    )
  }
  await act()
  // The channel keeps its order: once this has arrived, so has all that went before.
  await sendControl(viewer, encodeControl({ type: 'request', level: 'control' }))
  await expectState(viewer, 'none')
  await sendControl(viewer, encodeControl({ type: 'request', level: 'point' }))
  await expect(host.getByTestId('grant-control')).toBeVisible()
  await expect(markOf(host)).toHaveCount(0)
  await act()
  await sendControl(viewer, encodeControl({ type: 'give-back' }))
  await expectState(viewer, 'none')
  await sendControl(viewer, encodeControl({ type: 'request', level: 'point' }))
  await host.getByTestId('grant-control').click()
  await expectState(viewer, 'pointing')
  await expect(markOf(host)).toHaveCount(0)

  // The same messages do point now.
  await act()
  await expectMark(host, at)
  await expectClicks(host, 1)

  await host.getByTestId('revoke-control').click()
  await expectState(viewer, 'none')
  await act()
  await sendControl(viewer, encodeControl({ type: 'request', level: 'point' }))
  await expect(host.getByTestId('grant-control')).toBeVisible()
  await expect(markOf(host)).toHaveCount(0)
})

test('two viewers point at once, one of them with a finger', async ({ server, host, launchViewer }) => {
  const { page: ana } = await launchViewer({ at: `${server.url}/join` })
  const { page: bo } = await launchViewer({
    at: `${server.url}/join`,
    context: { hasTouch: true, isMobile: true, viewport: { width: 390, height: 640 } },
  })
  await ana.getByTestId('join-name').fill('Ana')
  await bo.getByTestId('join-name').fill('Bo')
  const code = await shareAndWatch(host, ana)
  await watch(bo, host, await readNextCode(host, code))

  for (const viewer of [ana, bo]) {
    await viewer.getByTestId('request-control').click()
    await host.getByTestId('deny-control').waitFor()
    await host.getByRole('article').getByTestId('grant-control').click()
    await expectState(viewer, 'pointing')
  }

  const anas = { x: 0.2, y: 0.3 }
  const { x, y } = await pointAt(ana, anas)
  await ana.mouse.move(x, y)
  const bos = { x: 0.7, y: 0.6 }
  const tapped = await pointAt(bo, bos)
  await bo.touchscreen.tap(tapped.x, tapped.y)
  await expectMark(host, anas, 'Ana')
  await expectMark(host, bos, 'Bo')
  await expectClicks(host, 1, 'Bo')
  const colours = await host
    .getByTestId('pointer-mark')
    .locator('bdi')
    .evaluateAll((names) => names.map((name) => getComputedStyle(name).backgroundColor))
  expect(new Set(colours).size).toBe(2)

  // A finger that moves takes the pointer along.
  const fingers = await TouchScreen.of(bo)
  const target = { x: 0.4, y: 0.2 }
  const goal = await pointAt(bo, target)
  // One that rests before it moves presses the right button.
  await fingers.down(tapped)
  await fingers.move({ x: (tapped.x + goal.x) / 2, y: (tapped.y + goal.y) / 2 })
  await fingers.move(goal)
  await fingers.up()
  await expectMark(host, target, 'Bo')
  await expectClicks(host, 2, 'Bo')

  // Two that part enlarge the picture, and click nothing.
  await fingers.part(await pointAt(bo, { x: 0.5, y: 0.5 }))
  await expect.poll(() => bo.evaluate(() => visualViewport?.scale ?? 1)).toBeGreaterThan(1.1)
  await fingers.up()
  await expectClicks(host, 2, 'Bo')
  await expectMark(host, target, 'Bo')
})
