import { describe, expect, it } from 'vitest'
import { failure } from '#shared/errors.ts'
import { appStatusSchema } from '#shared/ipc/share-status.ts'
import { parse } from '#shared/protocol/parse.ts'
import type { HostSnapshot, ViewerSnapshot } from '../session/snapshots.ts'
import { joining, openHost, waitingGuest, watching } from '../testing/snapshots.ts'
import { appStatus } from './app-status.ts'

const stream = {} as MediaStream
const open = openHost({
  paused: true,
  code: { kind: 'ready', text: '48213 90571', fragment: '48213-90571', expiresAt: 0 },
  guests: [waitingGuest({ id: 'm', name: 'Mina' })],
  notice: { kind: 'code-burnt' },
})
const idle: ViewerSnapshot = { kind: 'idle' }

describe('the status of the app', () => {
  it('has what tray and notifications show, and nothing else', () => {
    expect(appStatus(open, idle)).toEqual({
      share: {
        kind: 'open',
        paused: true,
        code: '48213 90571',
        guests: [{ id: 'm', name: 'Mina', state: 'waiting', mayBeAccepted: true, controls: false }],
      },
      viewing: false,
    })
  })

  it.each<[string, HostSnapshot, object]>([
    ['no share', { kind: 'idle' }, { kind: 'idle' }],
    ['a choice', { kind: 'choosing' }, { kind: 'starting' }],
    ['a room being opened', { kind: 'opening', stream }, { kind: 'starting' }],
    ['no code', { ...open, code: { kind: 'expired' } }, { kind: 'open', code: null }],
    ['an end', { kind: 'ended', failure: null }, { kind: 'ended', error: null }],
    [
      'a failure, without its cause',
      { kind: 'ended', failure: failure('capture-ended', { cause: stream }) },
      { kind: 'ended', error: 'capture-ended' },
    ],
  ])('says, of %s, what main takes', (_, host, expected) => {
    const status = appStatus(host, idle)
    expect(status.share).toMatchObject(expected)
    expect(parse(appStatusSchema, status).ok).toBe(true)
  })

  it.each<[boolean, ViewerSnapshot]>([
    [true, joining('waiting')],
    [true, watching()],
    [false, { kind: 'ended', failure: null, watched: true }],
  ])('is viewing %s for %j', (viewing, viewer) => {
    expect(appStatus({ kind: 'idle' }, viewer).viewing).toBe(viewing)
  })
})
