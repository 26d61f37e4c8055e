import type { Failure } from '#shared/errors.ts'
import type { HostState } from '#shared/machines/host.ts'
import type { HostPicture } from './host-picture.ts'
import type { HostSnapshot } from '../snapshots.ts'

type OpenSnapshot = Extract<HostSnapshot, { kind: 'open' }>

/** What a host's session has, besides its state, that is shown. */
export interface HostParts extends Omit<OpenSnapshot, 'kind' | 'stream' | 'paused' | 'sound'> {
  readonly picture: Pick<HostPicture, 'stream' | 'sound'>
  readonly failure: Failure | null
}

/** What is published of a host's session in this state. */
export const hostSnapshot = (
  state: HostState,
  { picture: { stream, sound }, failure, ...open }: HostParts,
): HostSnapshot => {
  switch (state) {
    case 'idle':
    case 'choosing':
      return { kind: state }
    case 'ended':
      return { kind: 'ended', failure }
    case 'opening':
      return { kind: 'opening', stream: shown(stream) }
    default:
      return {
        kind: 'open',
        stream: shown(stream),
        paused: state === 'paused',
        sound: sound ? (sound.isMuted ? 'muted' : 'sent') : 'none',
        ...open,
      }
  }
}

const shown = (stream: MediaStream | null): MediaStream => {
  if (!stream) throw new Error('sharing without a capture')
  return stream
}
