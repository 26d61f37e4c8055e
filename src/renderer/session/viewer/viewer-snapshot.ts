import type { BothFindings } from '#shared/doctor/findings.ts'
import type { Failure } from '#shared/errors.ts'
import type { ViewerState } from '#shared/machines/viewer.ts'
import type { ViewerSnapshot } from '../snapshots.ts'
import type { ViewerLink } from './viewer-link.ts'

/** What a viewer's session has, besides its state, that is shown. */
export interface ViewerParts {
  readonly link: Pick<ViewerLink, 'stream' | 'sound' | 'paused' | 'route' | 'control'> | null
  /** Null unless paired. */
  readonly wordsKey: Uint8Array | null
  /** When the picture first arrived, milliseconds since the epoch; 0 before. */
  readonly since: number
  readonly failure: Failure | null
  readonly findings: BothFindings
}

/** What is published of a viewer's session in this state. */
export const viewerSnapshot = (
  state: ViewerState,
  { link, wordsKey, since, failure, findings }: ViewerParts,
): ViewerSnapshot => {
  switch (state) {
    case 'idle':
      return { kind: 'idle' }
    case 'ended':
      return { kind: 'ended', failure, watched: since > 0, findings }
    case 'watching':
    case 'interrupted':
      if (!wordsKey) throw new Error('watching without a pairing')
      // The link can be up a moment before the first track is known.
      if (!link?.stream) return { kind: 'joining', step: 'linking', wordsKey, findings }
      return {
        kind: 'watching',
        stream: link.stream,
        sound: link.sound,
        connection: state === 'watching' ? 'live' : 'reconnecting',
        paused: link.paused,
        since,
        control: link.control.snapshot,
        route: link.route,
        wordsKey,
        findings,
      }
    case 'waiting':
      if (!wordsKey) throw new Error('waiting without a pairing')
      return { kind: 'joining', step: 'waiting', wordsKey }
    case 'linking':
      if (!wordsKey) throw new Error('linking without a pairing')
      return { kind: 'joining', step: 'linking', wordsKey, findings }
    default:
      return { kind: 'joining', step: state }
  }
}
