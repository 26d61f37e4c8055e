import { describe, expect, it } from 'vitest'
import { failure } from '#shared/errors.ts'
import type { ViewerSnapshot } from '../session/snapshots.ts'
import { joining as joiningAt, watching as watchingWith } from '../testing/snapshots.ts'
import { viewerEvents } from './viewer-events.ts'

const watching = watchingWith()

const kinds = (before: ViewerSnapshot, after: ViewerSnapshot): string[] =>
  viewerEvents(before, after).map(({ kind }) => kind)

describe('viewerEvents', () => {
  it('says each step of joining once', () => {
    const claiming: ViewerSnapshot = { kind: 'joining', step: 'claiming' }
    expect(viewerEvents({ kind: 'idle' }, claiming)).toEqual([{ kind: 'step', step: 'claiming' }])
    expect(viewerEvents(claiming, { ...claiming })).toEqual([])
    expect(viewerEvents(claiming, joiningAt('waiting'))).toEqual([{ kind: 'step', step: 'waiting' }])
  })

  it('tells when the picture is there, and that it is paused from the start', () => {
    const joining = joiningAt('linking')
    expect(kinds(joining, watching)).toEqual(['live'])
    expect(kinds(joining, { ...watching, paused: true })).toEqual(['live', 'hostPaused'])
  })

  it('follows the connection and the host', () => {
    expect(kinds(watching, { ...watching, connection: 'reconnecting' })).toEqual(['reconnecting'])
    expect(kinds({ ...watching, connection: 'reconnecting' }, watching)).toEqual(['liveAgain'])
    expect(kinds(watching, { ...watching, paused: true })).toEqual(['hostPaused'])
    expect(kinds({ ...watching, paused: true }, watching)).toEqual(['hostResumed'])
    expect(kinds(watching, { ...watching })).toEqual([])
  })

  it('leaves the end to the heading and the alert that explain it', () => {
    expect(kinds(watching, { kind: 'ended', failure: null, watched: true })).toEqual([])
    expect(kinds(watching, { kind: 'ended', failure: failure('peer-gone'), watched: true })).toEqual([])
    expect(kinds({ kind: 'ended', failure: null, watched: true }, { kind: 'idle' })).toEqual([])
  })
})
