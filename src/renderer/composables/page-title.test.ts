import { describe, expect, it } from 'vitest'
import { failure } from '#shared/errors.ts'
import type { GuestSnapshot, HostSnapshot, ViewerSnapshot } from '../session/snapshots.ts'
import { pageTitle } from './page-title.ts'
import { fullControl, noGrant } from '../testing/control.ts'

const stream = {} as MediaStream
const idle = { kind: 'idle' } as const

const guest = (id: string): GuestSnapshot => ({
  id,
  name: 'Ana',
  app: 'web',
  state: 'waiting',
  since: 0,
  grant: noGrant,
})

const open: Extract<HostSnapshot, { kind: 'open' }> = {
  kind: 'open',
  stream,
  paused: false,
  code: { kind: 'requesting' },
  guests: [],
  maxViewers: 4,
  control: fullControl,
  server: 'online',
  startedAt: 0,
  notice: null,
}

describe('pageTitle', () => {
  it('is the name of the product while nothing runs', () => {
    expect(pageTitle('home', idle, idle)).toEqual({ key: 'app.name' })
    expect(pageTitle('home', { kind: 'ended', failure: null }, idle)).toEqual({ key: 'app.name' })
  })

  it.each<[HostSnapshot, string]>([
    [{ kind: 'choosing' }, 'title.preparing'],
    [{ kind: 'opening', stream }, 'title.preparing'],
    [open, 'title.sharing'],
    [{ ...open, paused: true }, 'title.paused'],
  ])('shows a running share on every page', (host, key) => {
    expect(pageTitle('share', host, idle).key).toBe(key)
    expect(pageTitle('home', host, idle).key).toBe(key)
  })

  it('counts those who wait before anything else', () => {
    const asked = { ...open, paused: true, guests: [guest('a'), guest('b')] }
    expect(pageTitle('share', asked, idle)).toEqual({ key: 'title.waiting', count: 2 })
  })

  it.each<[ViewerSnapshot, string]>([
    [idle, 'title.join'],
    [{ kind: 'joining', step: 'waiting' }, 'title.joining'],
    [
      { kind: 'watching', stream, connection: 'live', paused: false, since: 0, control: null },
      'title.watching',
    ],
    [
      { kind: 'watching', stream, connection: 'live', paused: true, since: 0, control: null },
      'title.watchingPaused',
    ],
    [
      { kind: 'watching', stream, connection: 'reconnecting', paused: true, since: 0, control: null },
      'title.reconnecting',
    ],
    [{ kind: 'ended', failure: failure('denied'), watched: false }, 'title.join'],
    [{ kind: 'ended', failure: null, watched: true }, 'title.ended'],
  ])('follows the viewer', (viewer, key) => {
    expect(pageTitle('join', idle, viewer).key).toBe(key)
  })
})
