import { describe, expect, it } from 'vitest'
import { agreeWith, confirm, encodeMessage, openRun } from './run.ts'
import { failed, pairingOptions } from './testing/run-pairing.ts'

const nonces = { viewer: new Uint8Array(16).fill(1), host: new Uint8Array(16).fill(2) }

/** The viewer's and the host's view of one honest run. */
const agree = () => {
  const [viewer, host] = (['viewer', 'host'] as const).map((role) =>
    openRun(role, pairingOptions(role), nonces),
  )
  if (!viewer || !host) throw new Error('two runs were opened')
  const atViewer = agreeWith(viewer, encodeMessage(host.own))
  const atHost = agreeWith(host, encodeMessage(viewer.own))
  if (!atViewer.ok || !atHost.ok) throw new Error('the run failed')
  return { viewer: atViewer.value, host: atHost.value }
}

describe('checking a tag', () => {
  it.each([
    ['right', (tag: Uint8Array) => tag, { ok: true }],
    ['wrong in one bit', (tag: Uint8Array) => tag.map((byte, at) => (at === 63 ? byte ^ 1 : byte)), null],
    ['cut', (tag: Uint8Array) => tag.slice(0, -1), null],
    ['empty', () => new Uint8Array(), null],
  ])('leaves nothing of the session key, also if the tag is %s', (_, spoil, outcome) => {
    const { host } = agree()
    expect(host.sessionKey.some((byte) => byte !== 0)).toBe(true)
    const keys = confirm(host, spoil(host.tags.initiator))
    expect(keys).toMatchObject(outcome ?? failed('secret-mismatch'))
    expect(host.sessionKey).toEqual(new Uint8Array(64))
  })

  it("does not take a side's own tag for the other's", () => {
    const { viewer, host } = agree()
    expect(confirm(viewer, viewer.tags.initiator)).toMatchObject(failed('secret-mismatch'))
    expect(confirm(host, host.tags.responder)).toMatchObject(failed('secret-mismatch'))
  })
})
