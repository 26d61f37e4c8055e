import type * as Electron from 'electron'
import type { Clock } from '#shared/clock.ts'
import type { Texts } from '../i18n/index.ts'
import type { RendererLink } from '../ipc/renderer-link.ts'
import type { Log } from '../log/log.ts'
import type { ShowMessageBox } from '../message-box.ts'
import type { Notifications } from '../notifications.ts'
import { LockWatch } from '../power.ts'
import type { AppModel } from '../state/app-model.ts'
import { guestsOf, isSharing } from '../state/app-state.ts'
import { Consent } from './consent.ts'
import { Control } from './control.ts'
import { Injector } from './injector/injector.ts'
import { PORTAL_ARGUMENT } from './injector/messages.ts'
import { Overlay, type OverlayOptions } from '../overlay/overlay.ts'
import { OwnWindows } from './own-windows.ts'
import type { ToldRefusal } from './portal-access.ts'
import { SharedDisplay } from './shared-display.ts'
import { TrustWatch } from './trust-watch.ts'

export interface ControlParts {
  readonly electron: Pick<
    typeof Electron,
    'app' | 'BrowserWindow' | 'screen' | 'shell' | 'systemPreferences' | 'powerMonitor' | 'utilityProcess'
  >
  readonly platform: NodeJS.Platform
  readonly throughPortal: boolean
  /** Whether the person has switched control on Wayland on. */
  readonly isPortalAllowed: () => boolean
  /** The script of the injector's process. */
  readonly injectorScript: string
  /** The preload script and the address of the page above the shared display. */
  readonly overlayPage: Pick<OverlayOptions, 'preload' | 'url' | 'onCreated'>
  readonly model: AppModel
  readonly showMessageBox: ShowMessageBox
  readonly link: Pick<RendererLink, 'post'>
  readonly notifications: Pick<Notifications, 'sayControlEnding'>
  readonly texts: () => Texts
  readonly clock: Clock
  readonly log: Log
}

const ACCESSIBILITY_PAGE = 'x-apple.systempreferences:com.apple.preference.security?Privacy_Accessibility'

/** Puts together everything between what a viewer does and this computer's mouse and keyboard. */
export const installControl = (parts: ControlParts): Control => {
  const { electron, platform, throughPortal, isPortalAllowed, injectorScript, overlayPage } = parts
  const { model, showMessageBox, link, notifications, texts, clock, log } = parts
  const { powerMonitor, screen, shell, systemPreferences, utilityProcess } = electron

  const isTrusted = (): boolean =>
    platform !== 'darwin' || systemPreferences.isTrustedAccessibilityClient(false)
  const overlay = new Overlay({ electron, platform, ...overlayPage, clock, log })
  const ownWindows = new OwnWindows({ electron, isOverlay: (window) => overlay.owns(window) })
  /** Nothing can be injected while it is read, for nobody controls: it is closed before somebody does. */
  const sayRefused = async (refusal: ToldRefusal, over: AbortSignal): Promise<void> => {
    const { title, close, ...reasons } = texts().control.portal
    await showMessageBox({
      type: 'info',
      message: title,
      detail: reasons[refusal],
      buttons: [close],
      noLink: true,
      signal: over,
    })
  }
  const control = new Control({
    platform,
    portal: throughPortal
      ? {
          isAllowed: isPortalAllowed,
          hideWindows: () => ownWindows.hide(),
          tell: (refusal, over) => void sayRefused(refusal, over),
        }
      : null,
    clock,
    consent: new Consent({ showMessageBox, texts, clock, throughPortal }),
    injector: new Injector({
      fork: () =>
        utilityProcess.fork(injectorScript, throughPortal ? [PORTAL_ARGUMENT] : [], {
          serviceName: 'Beckon input',
          stdio: 'ignore',
        }),
      asksSystem: throughPortal,
      clock,
      log,
    }),
    display: new SharedDisplay({ screen, platform, throughPortal }),
    overlay: {
      show: (scene) =>
        overlay.show(
          scene && {
            ...scene,
            pointers: scene.pointers.map((it) => ({ ...it, name: it.name || texts().nameless })),
          },
        ),
    },
    ownWindows: () => ownWindows.all,
    guests: () => guestsOf(model.state.share),
    isPictureLive: () => {
      const { share, locked, asleep } = model.state
      return share.kind === 'open' && !share.paused && !locked && !asleep
    },
    isTrusted,
    openSettings: () => (platform === 'darwin' ? shell.openExternal(ACCESSIBILITY_PAGE) : Promise.resolve()),
    onReport: (report) => link.post('control:changed', report),
    onController: (guestId, end) => model.accept({ kind: 'controller', guestId, end }),
    onExpiring: (name) => notifications.sayControlEnding(name),
  })

  if (platform === 'linux') {
    const lockWatch = new LockWatch(powerMonitor, clock, (kind) => model.accept({ kind }))
    model.on('changed', ({ controller }) => lockWatch.set(controller !== null))
  }
  if (platform === 'darwin') {
    const trustWatch = new TrustWatch({ clock, isTrusted, onChanged: () => control.review() })
    model.on('changed', ({ share }) => trustWatch.set(isSharing(share)))
  }
  ownWindows.on('changed', () => control.release())
  model.on('changed', (after, before) => {
    if (after.locked && !before.locked) control.endAll('locked')
    if (after.asleep && !before.asleep) control.endAll('suspended')
    if (after.share !== before.share || after.locked !== before.locked || after.asleep !== before.asleep)
      control.noteShare(isSharing(after.share))
  })
  return control
}
