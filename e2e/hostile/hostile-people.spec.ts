import { expect, type Page } from '@playwright/test'
import { SignalingClient } from '../../src/renderer/transport/signaling-client.ts'
import { parseCode } from '../../src/shared/code.ts'
import { beatChannel, controlChannel, motionChannel } from '../../src/shared/protocol/channels.ts'
import { encodeControl } from '../../src/shared/protocol/control-messages.ts'
import { encodeMotion } from '../../src/shared/protocol/motion.ts'
import { expectError, expectLivePicture } from '../support/expectations.ts'
import { shareScreen } from '../support/product.ts'
import { expectSharing, shareAndWatch } from '../support/session.ts'
import { expectNothingPassed } from './support/evidence.ts'
import { test } from './support/fixtures.ts'
import { createImpostor } from './support/impostor.ts'
import { expectSessionGoesOn } from './support/outcome.ts'

/** The server is honest here. The other person is not: knows the code, was let in, and has an app of their own. */

const at = { x: 0.5, y: 0.5 }
/**
 * What the other side's app never says, or says only in the other role, or only when it has been allowed to: a viewer
 * here is let in to watch, and no more.
 */
const nonsense = [
  'not JSON',
  'null',
  JSON.stringify({ type: 'picture' }),
  JSON.stringify({ type: 'picture', paused: 'yes', __proto__: null }),
  encodeControl({ type: 'key', code: 'KeyA', pressed: true }),
  encodeControl({ type: 'text', text: 'rm -rf ~\n' }),
  encodeControl({ type: 'button', button: 'left', pressed: true, at, sequence: 2 }),
  encodeControl({ type: 'give-back' }),
  JSON.stringify({ type: 'bye', code: 'no-such-code' }),
  'x'.repeat(100_000),
]
const moves = [1, 2, 3].map((sequence) => [...encodeMotion({ at, sequence })])

/** Over every channel there is: the link's own, and those for control, motion and beats. */
const sayNonsense = async (page: Page): Promise<void> => {
  const labels = await page.evaluate(
    ([texts, motions]) => {
      const channels = window.channels.filter(({ readyState }) => readyState === 'open')
      for (const channel of channels)
        for (let turn = 0; turn < 20; turn += 1) {
          for (const text of texts) channel.send(text)
          for (const motion of motions) channel.send(Uint8Array.from(motion))
        }
      return channels.map(({ label }) => label)
    },
    [nonsense, moves] as const,
  )
  expect(labels).toHaveLength(4)
  expect(labels).toEqual(
    expect.arrayContaining([controlChannel.label, motionChannel.label, beatChannel.label]),
  )
}

test('a viewer that says what only a host says, before anybody has accepted it, is turned away', async ({
  server,
  host,
  viewer,
}) => {
  const code = parseCode(await shareScreen(host))
  const signaling = new SignalingClient(server.url)
  // The host's hello can overtake the answer to the claim.
  const early: string[] = []
  const stopKeeping = signaling.on('signal:received', ({ data }) => early.push(data))
  await signaling.open()
  const claim = await signaling.request('code:claim', { room: code.ok ? code.value.room : '' })
  if (!code.ok || !claim.ok) throw new Error('the code cannot be claimed')
  const { hostId, ...membership } = claim.value
  signaling.remember(membership)
  const relay = createImpostor({
    role: 'viewer',
    code: code.value,
    hostId,
    viewerId: membership.memberId,
    post: (data) => signaling.sendSignal(hostId, data),
  })
  stopKeeping()
  signaling.on('signal:received', ({ data }) => relay.receive(data))
  const removed = new Promise((resolve) => signaling.on('viewer:removed', resolve))
  relay.on('paired', () => {
    relay.send({ type: 'knock', name: 'Mallory', app: 'web' })
    relay.send({ type: 'admit' })
  })
  relay.start()
  for (const data of early) relay.receive(data)

  expect(await removed).toEqual({ code: 'bad-request' })
  await expectError(host, 'bad-request')
  await expectSharing(host, 0)
  await expectNothingPassed(host)
  signaling.close()
  await expectSessionGoesOn(server, host, viewer)
})

test('a viewer that sends nonsense and input over its link gets no reaction', async ({ host, viewer }) => {
  await shareAndWatch(host, viewer)
  await sayNonsense(viewer)
  await expectLivePicture(viewer)
  await expectSharing(host, 1)
  await expect(host.locator('[data-error-code]')).toHaveCount(0)
  // No input: nothing is pointed at, and nobody is asked whether it may be.
  await expect(host.getByTestId('pointer-mark')).toHaveCount(0)
  await expect(host.getByTestId('who-controls')).toHaveCount(0)
  await expect(host.getByTestId('deny-control')).toHaveCount(0)
})

test('a host that sends nonsense and input over its link gets no reaction', async ({ host, viewer }) => {
  await shareAndWatch(host, viewer)
  await sayNonsense(host)
  await expectLivePicture(viewer)
  await expect(viewer.locator('[data-error-code]')).toHaveCount(0)
})
