import { describe, expect, it } from 'vitest'
import { failure, type ErrorCode } from '#shared/errors.ts'
import { err, ok } from '#shared/result.ts'
import { ScreenCapture } from '../media/screen-capture.ts'
import { FakeDesktop } from '../testing/fake-bridge.ts'
import { withMainsReason } from './browser-deps.ts'

/** What becomes of a capture that ended so in the page, when main knows that of it. */
const explain = async (code: ErrorCode, outcome: FakeDesktop['captureOutcome']) => {
  const fake = new FakeDesktop()
  fake.captureOutcome = outcome
  const explained = await withMainsReason(err(failure(code)), fake.bridge)
  return explained.ok ? null : explained.error.code
}

describe('a capture in the app that came to nothing', () => {
  it('was refused when the person declined, whatever Chromium calls it', async () => {
    expect(await explain('capture-unavailable', 'declined')).toBe('capture-refused')
  })

  it.each(['failed', 'chosen', 'none'] as const)('failed when main says: %s', async (outcome) => {
    expect(await explain('capture-unavailable', outcome)).toBe('capture-unavailable')
    expect(await explain('capture-refused', outcome)).toBe('capture-unavailable')
  })

  it('is nothing to ask main about when it did not, or could not begin', async () => {
    const captured = ok(Object.create(ScreenCapture.prototype) as ScreenCapture)
    expect(await withMainsReason(captured, new FakeDesktop().bridge)).toBe(captured)
    expect(await explain('unsupported', 'declined')).toBe('unsupported')
  })
})
