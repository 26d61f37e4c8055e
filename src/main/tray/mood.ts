import { assertNever } from '#shared/assert-never.ts'
import type { ShareStatus } from '#shared/ipc/share-status.ts'
import type { Texts } from '../i18n/index.ts'

/** What the tray's icon tells at a glance; each is the name of its picture in resources/tray. */
export type TrayMood = 'idle' | 'waiting' | 'live' | 'paused' | 'controlled'

export const trayMood = (share: ShareStatus): TrayMood => {
  if (share.kind !== 'open') return 'idle'
  if (share.paused) return 'paused'
  if (share.guests.some(({ controls }) => controls)) return 'controlled'
  return share.guests.some(({ state }) => state !== 'waiting') ? 'live' : 'waiting'
}

export const trayTooltip = (share: ShareStatus, { tray }: Texts): string => {
  if (share.kind === 'starting') return tray.starting
  const mood = trayMood(share)
  switch (mood) {
    case 'live':
      return tray.live(
        share.kind === 'open' ? share.guests.filter(({ state }) => state !== 'waiting').length : 0,
      )
    case 'idle':
    case 'waiting':
    case 'paused':
    case 'controlled':
      return tray[mood]
    default:
      return assertNever(mood)
  }
}
