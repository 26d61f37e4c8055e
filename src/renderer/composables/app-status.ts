import { assertNever } from '#shared/assert-never.ts'
import type { AppStatus, GuestStatus, ShareStatus } from '#shared/ipc/share-status.ts'
import type { GuestSnapshot, HostSnapshot, ViewerSnapshot } from '../session/snapshots.ts'

const guestStatus = (guest: GuestSnapshot): GuestStatus => ({
  id: guest.id,
  name: guest.name,
  state: guest.state,
  mayBeAccepted: guest.state === 'waiting' && guest.brake.kind === 'open',
  controls: guest.grant.state === 'controlling' || guest.grant.state === 'paused',
})

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
        guests: host.guests.map(guestStatus),
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
