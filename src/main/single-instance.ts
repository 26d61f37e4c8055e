import type { App } from 'electron'
import { findJoinLink, parseJoinLink } from './deep-link.ts'

export interface InstanceEvents {
  /** The app was started again: whoever did that looks for its window, or for its tray icon. */
  readonly onStartedAgain: () => void
  /** A join link was opened; its code, as in a fragment. */
  readonly onLink: (fragment: string) => void
}

/**
 * Makes this the only instance. False when there is one already: it has been told of this start, and this process has
 * to end. Must be called before the app is ready, for macOS may hand over a link that early.
 */
export const becomeOnlyInstance = (
  app: Pick<App, 'requestSingleInstanceLock' | 'on'>,
  args: readonly string[],
  { onStartedAgain, onLink }: InstanceEvents,
): boolean => {
  if (!app.requestSingleInstanceLock()) return false
  const openLink = (fragment: string | null): boolean => {
    if (fragment !== null) onLink(fragment)
    return fragment !== null
  }
  app.on('second-instance', (_event, argv) => {
    if (!openLink(findJoinLink(argv))) onStartedAgain()
  })
  // macOS hands links over as events.
  app.on('open-url', (event, url) => {
    event.preventDefault()
    openLink(parseJoinLink(url))
  })
  openLink(findJoinLink(args))
  return true
}
