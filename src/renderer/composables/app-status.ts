import { assertNever } from '#shared/assert-never.ts'
import type { AppStatus, ShareStatus } from '#shared/ipc/share-status.ts'
import type { HostSnapshot, ViewerSnapshot } from '../session/snapshots.ts'

const shareStatus = (host: HostSnapshot): ShareStatus => {
  switch (host.kind) {
    case 'idle':
      return { kind: 'idle' }
    case 'choosing':
    case 'opening':
      return { kind: 'starting' }
    case 'open':
      return {
        kind: 'open',
        paused: host.paused,
        code: host.code.kind === 'ready' ? host.code.text : null,
        guests: host.guests.map(({ id, name, state, grant }) => ({
          id,
          name,
          state,
          controls: grant.state === 'controlling' || grant.state === 'paused',
        })),
      }
    case 'ended':
      return { kind: 'ended', error: host.failure?.code ?? null }
    default:
      return assertNever(host)
  }
}

/** What tray and notifications have to know of both sessions, and no more. */
export const appStatus = (host: HostSnapshot, viewer: ViewerSnapshot): AppStatus => ({
  share: shareStatus(host),
  viewing: viewer.kind === 'joining' || viewer.kind === 'watching',
})
