import { describe, expect, it } from 'vitest'
import type { LocalGrant } from '#shared/protocol/grants.ts'
import { failure } from '#shared/errors.ts'
import type { CodeSnapshot, GuestSnapshot, HostSnapshot } from '../session/snapshots.ts'
import { admittedGuest, openHost, waitingGuest } from '../testing/snapshots.ts'
import { hostEvents } from './host-events.ts'

type OpenHost = Extract<HostSnapshot, { kind: 'open' }>

const ready: CodeSnapshot = {
  kind: 'ready',
  text: '48213 90571',
  fragment: '48213-90571',
  expiresAt: 600_000,
}

const open = openHost({ code: ready })

const guest = (state: GuestSnapshot['state'], name = 'Ana'): GuestSnapshot =>
  state === 'waiting' ? waitingGuest({ id: name, name }) : admittedGuest({ id: name, name, state })

const kinds = (before: HostSnapshot, after: HostSnapshot): string[] =>
  hostEvents(before, after).map(({ kind }) => kind)

describe('hostEvents', () => {
  it('says once that sharing has begun, and that the person stopped it', () => {
    expect(kinds({ kind: 'choosing' }, open)).toEqual(['sharing'])
    expect(kinds(open, { kind: 'ended', failure: null })).toEqual(['stopped'])
  })

  it('leaves failures to the alert that explains them', () => {
    expect(kinds(open, { kind: 'ended', failure: failure('capture-ended') })).toEqual([])
    expect(kinds({ kind: 'choosing' }, { kind: 'ended', failure: failure('capture-refused') })).toEqual([])
  })

  it.each([
    ['waiting', 'asked'],
    ['watching', 'joined'],
    ['interrupted', 'interrupted'],
  ] as const)('tells of a viewer who is %s', (state, kind) => {
    expect(hostEvents(open, { ...open, guests: [guest(state)] })).toEqual([{ kind, name: 'Ana' }])
  })

  it('does not repeat itself while nothing changes', () => {
    const watched = { ...open, guests: [guest('watching'), guest('waiting', 'Bo')] }
    expect(hostEvents(watched, { ...watched, guests: [...watched.guests] })).toEqual([])
  })

  it('tells who asks for more than watching, gets it and loses it', () => {
    const granted = (grant: LocalGrant): OpenHost => ({ ...open, guests: [admittedGuest({ grant })] })
    const follow = (...grants: readonly LocalGrant[]): string[] =>
      grants.slice(1).flatMap((grant, index) => kinds(granted(grants[index]!), granted(grant)))
    const controlling = { state: 'controlling', expiresAt: 900_000 } as const
    const none = (reason: 'revoked' | 'denied' | null): LocalGrant => ({ state: 'none', reason })
    expect(
      follow(
        none(null),
        { state: 'asked', level: 'point' },
        { state: 'pointing', reason: null, expiresAt: null },
        { state: 'raising', expiresAt: null },
        { state: 'pointing', reason: 'denied', expiresAt: null },
        none('revoked'),
        { state: 'asked', level: 'control' },
        none('denied'),
      ),
    ).toEqual(['asksPoint', 'points', 'asksControl', 'pointingEnded', 'asksControl'])
    // The person's own mouse is no news to them.
    expect(
      follow(none(null), controlling, { ...controlling, state: 'paused' }, controlling, none(null)),
    ).toEqual(['controls', 'controlEnded'])
  })

  it('names those who are gone', () => {
    const before = { ...open, guests: [guest('watching'), guest('waiting', 'Bo')] }
    expect(hostEvents(before, { ...open, guests: [guest('waiting', 'Bo')] })).toEqual([
      { kind: 'gone', name: 'Ana' },
    ])
  })

  it('says of a lost viewer only what the notice says', () => {
    const notice = { kind: 'guest-lost', name: 'Ana', failure: failure('peer-gone') } as const
    expect(hostEvents({ ...open, guests: [guest('watching')] }, { ...open, notice })).toEqual([
      { kind: 'notice', notice },
    ])
  })

  it('follows pausing, the server and the code', () => {
    expect(kinds(open, { ...open, paused: true })).toEqual(['paused'])
    expect(kinds({ ...open, paused: true }, open)).toEqual(['resumed'])
    expect(kinds(open, { ...open, server: 'reconnecting' })).toEqual(['serverLost'])
    expect(kinds({ ...open, server: 'reconnecting' }, open)).toEqual(['serverBack'])
    expect(kinds(open, { ...open, code: { kind: 'expired' } })).toEqual(['codeExpired'])
    expect(kinds({ ...open, code: { kind: 'requesting' } }, open)).toEqual(['newCode'])
  })
})
