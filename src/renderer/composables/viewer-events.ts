import { findingEvents, type FindingEvent } from './finding-events.ts'
import type { ViewerSnapshot } from '../session/snapshots.ts'

type JoiningStep = Extract<ViewerSnapshot, { kind: 'joining' }>['step']

/** What happened between two snapshots of the viewer's session, as far as it is worth saying. */
export type ViewerEvent =
  | { readonly kind: 'step'; readonly step: JoiningStep }
  | FindingEvent
  | {
      readonly kind:
        'live' | 'liveAgain' | 'reconnecting' | 'hostPaused' | 'hostResumed' | 'soundOn' | 'soundOff'
    }

const findingsOf = (snapshot: ViewerSnapshot) => ('findings' in snapshot ? snapshot.findings : undefined)

export const viewerEvents = (before: ViewerSnapshot, after: ViewerSnapshot): ViewerEvent[] => {
  if (after.kind === 'joining') {
    const isSameStep = before.kind === 'joining' && before.step === after.step
    return [
      ...(isSameStep ? [] : [{ kind: 'step', step: after.step } as const]),
      ...(after.step === 'linking' ? findingEvents(findingsOf(before), after.findings) : []),
    ]
  }
  // A failure is said by the alert that explains it, and leaving by the heading that takes the focus.
  if (after.kind !== 'watching') return []
  if (before.kind !== 'watching')
    return [{ kind: 'live' }, ...(after.paused ? [{ kind: 'hostPaused' } as const] : [])]
  return [
    ...(before.connection === after.connection
      ? []
      : [{ kind: after.connection === 'live' ? 'liveAgain' : 'reconnecting' } as const]),
    ...(before.paused === after.paused
      ? []
      : [{ kind: after.paused ? 'hostPaused' : 'hostResumed' } as const]),
    ...((before.sound === null) === (after.sound === null)
      ? []
      : [{ kind: after.sound ? 'soundOn' : 'soundOff' } as const]),
    // Of no meaning for a picture that moves.
    ...(after.connection === 'live'
      ? []
      : findingEvents(before.connection === 'live' ? undefined : before.findings, after.findings)),
  ]
}
