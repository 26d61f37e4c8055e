import { describe, expect, it } from 'vitest'
import type { BothFindings } from '#shared/doctor/findings.ts'
import { noFindings } from '../session/connection-doctor.ts'
import { admittedGuest, joining, openHost, watching } from '../testing/snapshots.ts'
import { findingEvents } from './finding-events.ts'
import { hostEvents } from './host-events.ts'
import { viewerEvents } from './viewer-events.ts'

const blocked: BothFindings = { here: ['udp-blocked'], there: [] }
const blockedAndSilent: BothFindings = { here: ['udp-blocked'], there: ['relay-silent'] }
const blockedHere = { kind: 'found', code: 'udp-blocked', end: 'here' }
const silentThere = { kind: 'found', code: 'relay-silent', end: 'there' }

describe('findings', () => {
  it('are told once each, with the end that they are about', () => {
    expect(findingEvents(undefined, blockedAndSilent)).toEqual([blockedHere, silentThere])
    expect(findingEvents(blocked, blockedAndSilent)).toEqual([silentThere])
    expect(findingEvents(blockedAndSilent, blocked)).toEqual([])
  })

  it('are told as they are shown: nothing twice that is true of the one server', () => {
    const both: BothFindings = { here: ['servers-unknown'], there: ['servers-unknown'] }
    expect(findingEvents(noFindings, both)).toEqual([{ kind: 'found', code: 'servers-unknown', end: 'here' }])
  })

  it('are told to a viewer who connects, behind the step that they belong to', () => {
    const linking = joining('linking')
    const found = { ...linking, findings: blocked } as typeof linking
    expect(viewerEvents(linking, found)).toEqual([blockedHere])
    expect(viewerEvents(joining('waiting'), found)).toEqual([{ kind: 'step', step: 'linking' }, blockedHere])
  })

  it('are told to a viewer whose picture is lost, and not while it moves', () => {
    const lost = watching({ connection: 'reconnecting' })
    expect(viewerEvents(lost, { ...lost, findings: blocked })).toEqual([blockedHere])
    expect(viewerEvents(watching(), watching({ findings: blocked }))).toEqual([])
    expect(viewerEvents(watching({ findings: blocked }), { ...lost, findings: blocked })).toEqual([
      { kind: 'reconnecting' },
      blockedHere,
    ])
  })

  it('are told to the host with the name of the viewer, until that is connected', () => {
    const of = (state: 'linking' | 'watching' | 'interrupted', findings = noFindings) =>
      openHost({ guests: [admittedGuest({ state, findings })] })
    expect(hostEvents(of('linking'), of('linking', blocked))).toEqual([{ ...blockedHere, name: 'Ana' }])
    expect(hostEvents(of('interrupted', blocked), of('interrupted', blockedAndSilent))).toEqual([
      { ...silentThere, name: 'Ana' },
    ])
    expect(hostEvents(of('watching'), of('watching', blocked))).toEqual([])
  })
})
