import { assertNever } from '#shared/assert-never.ts'
import type { MessageKey } from '../i18n/index.ts'
import type { HostSnapshot, ViewerSnapshot } from '../session/snapshots.ts'

export interface PageTitle {
  readonly key: MessageKey
  readonly count?: number
}

const hostTitle = (host: HostSnapshot): PageTitle | null => {
  switch (host.kind) {
    case 'idle':
    case 'ended':
      return null
    case 'choosing':
    case 'opening':
      return { key: 'title.preparing' }
    case 'open': {
      const count = host.guests.filter(({ state }) => state === 'waiting').length
      if (count > 0) return { key: 'title.waiting', count }
      return { key: host.paused ? 'title.paused' : 'title.sharing' }
    }
    default:
      return assertNever(host)
  }
}

const viewerTitle = (viewer: ViewerSnapshot): PageTitle => {
  switch (viewer.kind) {
    case 'idle':
      return { key: 'title.join' }
    case 'joining':
      return { key: 'title.joining' }
    case 'watching':
      if (viewer.connection === 'reconnecting') return { key: 'title.reconnecting' }
      return { key: viewer.paused ? 'title.watchingPaused' : 'title.watching' }
    case 'ended':
      return { key: viewer.watched ? 'title.ended' : 'title.join' }
    default:
      return assertNever(viewer)
  }
}

/** Of pages that have nothing to do with what runs. */
const ownTitles: Readonly<Partial<Record<string, MessageKey>>> = {
  check: 'title.check',
  settings: 'title.settings',
}

/** What the tab says. A running share shows on every page: its tab is what a person looks for to answer or stop. */
export const pageTitle = (route: string, host: HostSnapshot, viewer: ViewerSnapshot): PageTitle =>
  hostTitle(host) ?? (route === 'join' ? viewerTitle(viewer) : { key: ownTitles[route] ?? 'app.name' })
