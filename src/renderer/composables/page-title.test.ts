import { describe, expect, it } from 'vitest'
import { failure } from '#shared/errors.ts'
import type { HostSnapshot, ViewerSnapshot } from '../session/snapshots.ts'
import { joining, openHost, waitingGuest, watching } from '../testing/snapshots.ts'
import { pageTitle } from './page-title.ts'

const stream = {} as MediaStream
const idle = { kind: 'idle' } as const

const open = openHost()

describe('pageTitle', () => {
  it('is the name of the product while nothing runs', () => {
    expect(pageTitle('home', idle, idle)).toEqual({ key: 'app.name' })
    expect(pageTitle('home', { kind: 'ended', failure: null }, idle)).toEqual({ key: 'app.name' })
  })

  it.each(['check', 'settings'] as const)('is that of the page: %s', (route) => {
    expect(pageTitle(route, idle, idle)).toEqual({ key: `title.${route}` })
    expect(pageTitle(route, open, idle).key).toBe('title.sharing')
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
    const asked = { ...open, paused: true, guests: [waitingGuest({ id: 'a' }), waitingGuest({ id: 'b' })] }
    expect(pageTitle('share', asked, idle)).toEqual({ key: 'title.waiting', count: 2 })
  })

  it.each<[ViewerSnapshot, string]>([
    [idle, 'title.join'],
    [joining('waiting'), 'title.joining'],
    [watching(), 'title.watching'],
    [watching({ paused: true }), 'title.watchingPaused'],
    [watching({ connection: 'reconnecting', paused: true }), 'title.reconnecting'],
    [{ kind: 'ended', failure: failure('denied'), watched: false }, 'title.join'],
    [{ kind: 'ended', failure: null, watched: true }, 'title.ended'],
  ])('follows the viewer', (viewer, key) => {
    expect(pageTitle('join', idle, viewer).key).toBe(key)
  })
})
