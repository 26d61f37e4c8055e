import { describe, expect, it, vi } from 'vitest'
import { failure, type ErrorCode } from '#shared/errors.ts'
import { err, ok } from '#shared/result.ts'
import { ScreenCapture } from '../media/screen-capture.ts'
import { emptyDraft } from '#shared/own-ice-server.ts'
import { FakeDesktop } from '../testing/fake-bridge.ts'
import { PeerLink } from '../transport/peer-link.ts'
import { createBrowserDeps, withMainsReason } from './browser-deps.ts'

vi.mock('../transport/peer-link.ts')

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

describe('what the person prefers', () => {
  it('counts for the next link of a session that is under way', () => {
    const preferences = { relayOnly: false, ownServer: emptyDraft }
    const deps = createBrowserDeps({
      serverUrl: 'https://beckon.example',
      relayOnly: () => preferences.relayOnly,
      ownServer: () => preferences.ownServer,
    })
    const options = {
      role: 'viewer',
      iceServers: [],
      certificate: Object.create(null) as RTCCertificate,
      isExpectedCertificate: () => true,
    } as const
    deps.createLink(options)
    preferences.relayOnly = true
    deps.createLink(options)
    expect(vi.mocked(PeerLink).mock.calls.map(([{ relayOnly }]) => relayOnly)).toEqual([false, true])

    expect(deps.ownIceServers()).toEqual([])
    preferences.ownServer = { url: 'stun:mine.example', username: '', credential: '' }
    expect(deps.ownIceServers()).toEqual([{ urls: 'stun:mine.example' }])
  })
})
