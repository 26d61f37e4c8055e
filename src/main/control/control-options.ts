import type { BrowserWindow } from 'electron'
import type { Clock } from '#shared/clock.ts'
import type { ControlReport } from '#shared/ipc/control.ts'
import type { GuestStatus } from '#shared/ipc/share-status.ts'
import type { OverlayPort } from '../overlay/overlay.ts'
import type { Consent } from './consent.ts'
import type { Injector } from './injector/injector.ts'
import type { PortalOptions } from './portal-access.ts'
import type { SharedDisplay } from './shared-display.ts'

/** What Control needs to know and to do, beside what it decides itself. */
export interface ControlOptions {
  readonly platform: NodeJS.Platform
  /** Null but on Wayland. */
  readonly portal: PortalOptions | null
  readonly clock: Clock
  readonly consent: Consent
  readonly injector: Injector
  readonly display: SharedDisplay
  readonly overlay: OverlayPort
  readonly ownWindows: () => readonly Pick<
    BrowserWindow,
    'getBounds' | 'isVisible' | 'isMinimized' | 'isFocused'
  >[]
  readonly guests: () => readonly GuestStatus[]
  /** Viewers see this screen: it is shared, not paused, and neither locked nor asleep. */
  readonly isPictureLive: () => boolean
  /** macOS: whether the system lets this app control the computer; true elsewhere. */
  readonly isTrusted: () => boolean
  readonly openSettings: () => Promise<void>
  readonly onReport: (report: ControlReport) => void
  /** `end` is when that ends by itself, milliseconds since the epoch; null if it does not. */
  readonly onController: (guestId: string | null, end: number | null) => void
  readonly onExpiring: (name: string) => void
}
