import { assertNever } from '#shared/assert-never.ts'
import type { Chooser } from './capture/chooser.ts'
import type { RendererLink } from './ipc/renderer-link.ts'
import type { Notifications } from './notifications.ts'
import type { StayAwake } from './power.ts'
import type { NetworkServer } from './server/network-server.ts'
import type { SettingsService } from './settings/service.ts'
import type { StopShortcut } from './shortcuts.ts'
import type { AppModel } from './state/app-model.ts'
import { isSharing, isWatched, type AppEffect, type AppState } from './state/app-state.ts'

export interface ConsequencesParts {
  readonly model: AppModel
  readonly link: Pick<RendererLink, 'post'>
  readonly notifications: Pick<
    Notifications,
    'announceGuest' | 'withdrawGuest' | 'sayStillSharing' | 'sayEnded' | 'sayShortcutRefused'
  >
  readonly chooser: Pick<Chooser, 'forget'>
  readonly networkServer: Pick<NetworkServer, 'close'>
  readonly stayAwake: Pick<StayAwake, 'set'>
  readonly shortcut: Pick<StopShortcut, 'take'>
  readonly settings: Pick<SettingsService, 'current' | 'noteShortcut' | 'on'>
}

/** Carries out what follows from the state of the app, besides what tray and menu show of it. */
export const drawConsequences = (parts: ConsequencesParts): void => {
  const { model, link, notifications, chooser, networkServer, stayAwake, shortcut, settings } = parts

  const carryOut = (effect: AppEffect): void => {
    switch (effect.kind) {
      case 'command':
        link.post('share:commanded', effect.command)
        return
      case 'announce-guest':
        notifications.announceGuest(effect.guest)
        return
      case 'withdraw-guest':
        notifications.withdrawGuest(effect.guestId)
        return
      case 'say-still-sharing':
        notifications.sayStillSharing()
        return
      case 'say-ended':
        notifications.sayEnded()
        return
      case 'end-viewing':
        link.post('join:dismissed')
        return
      case 'release-server':
        void networkServer.close()
        return
      default:
        assertNever(effect)
    }
  }

  /** Says whether the shortcut works, as far as it has to. */
  const takeShortcut = (): boolean => {
    if (!isSharing(model.state.share)) return shortcut.take(null)
    const works = shortcut.take(settings.current.stopShortcut)
    settings.noteShortcut(works)
    return works
  }

  const followSharing = (after: AppState, before: AppState): void => {
    if (isSharing(after.share) === isSharing(before.share)) return
    if (!takeShortcut()) notifications.sayShortcutRefused()
  }

  model.on('changed', (after, before) => {
    stayAwake.set(isWatched(after.share) || after.viewing)
    followSharing(after, before)
    // It may have failed before it was anything to main, for want of a server.
    if (after.share.kind === 'ended' && after.share !== before.share) chooser.forget()
  })
  model.on('due', carryOut)
  // Another one was chosen, perhaps while sharing; where it does not work, the settings say so.
  settings.on('changed', takeShortcut)
}
