import type * as Electron from 'electron'
import type { Clock } from '#shared/clock.ts'
import type { CaptureOutcome } from '#shared/ipc/capture.ts'
import type { SharedSource } from '../control/shared-display.ts'
import type { RendererLink } from '../ipc/renderer-link.ts'
import type { Log } from '../log/log.ts'
import type { MainWindow } from '../main-window.ts'
import { isOwnTopFrame } from '../origin.ts'
import type { SettingsStore } from '../settings/store.ts'
import { Chooser } from './chooser.ts'
import { createDisplayMediaHandler } from './display-media.ts'
import { ShareLauncher } from './launcher.ts'
import { createCapturePermission, type CapturePermissionPort } from './permission.ts'
import { capturesThroughPortal } from './session-type.ts'
import { Sources } from './sources.ts'

export interface CaptureParts {
  readonly electron: Pick<
    typeof Electron,
    'BrowserWindow' | 'desktopCapturer' | 'screen' | 'session' | 'shell' | 'systemPreferences'
  >
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly owns: (url: string) => boolean
  readonly isSharing: () => boolean
  readonly window: MainWindow
  readonly link: RendererLink
  readonly store: SettingsStore
  /** What the page gets to capture from now on. */
  readonly onSource: (source: SharedSource) => void
  readonly clock: Clock
  readonly log: Log
}

export interface Capture {
  readonly sources: Sources
  readonly chooser: Chooser
  readonly permission: CapturePermissionPort
  readonly launcher: ShareLauncher
  /** What became of the last request, once. */
  readonly takeOutcome: () => CaptureOutcome
}

/** Puts together everything between `getDisplayMedia` in the page and the source that it gets. */
export const installCapture = (parts: CaptureParts): Capture => {
  const { electron, platform, env, owns, isSharing, window, link, store, onSource, clock, log } = parts
  const throughPortal = capturesThroughPortal(platform, env)

  const sources = new Sources({
    desktopCapturer: electron.desktopCapturer,
    ownWindowIds: () => electron.BrowserWindow.getAllWindows().map((it) => it.getMediaSourceId()),
    primaryDisplayId: () => String(electron.screen.getPrimaryDisplay().id),
  })
  const chooser = new Chooser({
    clock,
    find: (sourceId) => sources.find(sourceId),
    onRequested: (requestId, offersSound) => {
      // Whoever started this in the tray may have no window in front, and has to see the question.
      window.show()
      link.post('capture:requested', { requestId, offersSound })
    },
    onSettled: (requestId) => link.post('capture:settled', { requestId }),
  })
  const permission = createCapturePermission(platform, electron.systemPreferences, electron.shell)
  const launcher = new ShareLauncher({
    isSharing,
    throughPortal,
    // Looking for screens makes macOS ask for its permission: the picker says what for, first.
    findScreen: async () =>
      permission.status() === 'granted' ? sources.screen(store.current.lastDisplayId) : null,
    prepare: (source) => chooser.prepare(source),
    ensureWindow: () => window.ensure(),
    showWindow: () => window.show(),
    startSharing: () => link.startSharing(),
  })

  let outcome: CaptureOutcome = 'none'
  const takeOutcome = (): CaptureOutcome => {
    const last = outcome
    outcome = 'none'
    return last
  }

  const handle = createDisplayMediaHandler({
    onOutcome: (latest) => (outcome = latest),
    platform,
    throughPortal,
    screensOnly: () => store.current.settings.controlOnWayland,
    isTrusted: (frame) => isOwnTopFrame(frame, owns),
    choose: (offersSound) => chooser.request(offersSound),
    withdraw: () => chooser.cancel(),
    desktopCapturer: electron.desktopCapturer,
    onChosen: ({ display_id: displayId }, isScreen) => {
      onSource(isScreen ? { kind: 'screen', displayId } : { kind: 'window' })
      // Windows have none, and neither do sources of the portal.
      if (displayId !== '') store.update({ lastDisplayId: displayId })
    },
    clock,
    log,
  })
  // Never macOS' own picker: it leaves out this handler, and with it the choice made in the tray.
  electron.session.defaultSession.setDisplayMediaRequestHandler(
    (request, callback) => void handle(request, callback),
  )

  return { sources, chooser, permission, launcher, takeOutcome }
}
