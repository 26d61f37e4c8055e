import { expect } from '@playwright/test'
import { MAX_TRIES } from '../../src/shared/pairing/tries.ts'
import { expectError } from '../support/expectations.ts'
import { joinWithCode, shareScreen } from '../support/product.ts'
import { test } from './support/fixtures.ts'
import { guessAtHost, guessAtViewer } from './support/guesser.ts'
import { expectNobodyIn, expectSessionGoesOn } from './support/outcome.ts'

/** The server plays one side to the other and guesses at the secret, as often as it is let. */

test('at the host, many at once: three count, the code is burnt, a new one takes a click', async ({
  server,
  host,
  viewer,
}) => {
  const code = await shareScreen(host)
  const guesser = guessAtHost(server.app('host'), code, 5)
  server.meddle(guesser)

  await expect(host.getByTestId('session-code')).toBeHidden()
  await expectError(host, 'secret-mismatch')
  await expect.poll(() => guesser.outcomes).toHaveLength(5)
  expect(guesser.outcomes.filter((outcome) => outcome === 'secret-mismatch')).toHaveLength(MAX_TRIES)
  await expectNobodyIn(host, viewer)
  await expectSessionGoesOn(server, host, viewer)
})

test('at the host, who is then told that its session is forgotten: no new code without a click', async ({
  server,
  host,
  viewer,
}) => {
  const code = await shareScreen(host)
  server.meddle(guessAtHost(server.app('host'), code, 1))
  await expectError(host, 'secret-mismatch')

  const before = server.app('host')
  server.meddle({
    request: (_app, name) =>
      name === 'session:resume' ? { ok: false, error: { code: 'not-allowed' } } : undefined,
  })
  before.cut()
  await expect.poll(() => server.app('host') !== before).toBe(true)
  await expect(host.getByTestId('session-code')).toBeHidden()
  await expectError(host, 'secret-mismatch')
  await expectNobodyIn(host, viewer)
  await expectSessionGoesOn(server, host, viewer)
})

test('at the viewer: after three tries its app leaves the room alone', async ({ server, host, viewer }) => {
  const code = await shareScreen(host)
  let proofs = 0
  const guess = guessAtViewer('00000')
  server.meddle({
    ...guess,
    request: (app, name, payload) => {
      if (name === 'signal:send' && JSON.stringify(payload).includes('pair-proof')) proofs += 1
      return guess.request?.(app, name, payload)
    },
  })
  for (const outcome of ['secret-mismatch', 'secret-mismatch', 'too-many-tries', 'too-many-tries'] as const) {
    await joinWithCode(viewer, code.replace(/\d{5}$/, '99999'))
    await expectError(viewer, outcome)
  }
  expect(proofs).toBe(MAX_TRIES)
  await expectNobodyIn(host, viewer)
  await expectSessionGoesOn(server, host, viewer)
})
