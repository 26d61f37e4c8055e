import type { Texts } from '../i18n/index.ts'
import type { SettingsService } from '../settings/service.ts'
import type { AppModel } from '../state/app-model.ts'
import { trayMenu, type TrayActions } from './menu.ts'
import { trayMood, trayTooltip } from './mood.ts'
import type { Updates } from '../updates/updates.ts'
import type { AppTray } from './tray.ts'

export interface TrayPresenterParts {
  readonly tray: Pick<AppTray, 'show'>
  readonly model: AppModel
  readonly settings: SettingsService
  readonly updates: Pick<Updates, 'status' | 'on'>
  readonly texts: () => Texts
  readonly actions: TrayActions
}

/** Keeps the tray at what the app does. */
export const presentTray = (parts: TrayPresenterParts): void => {
  const { tray, model, settings, updates, texts, actions } = parts
  const refresh = (): void => {
    const { share, controlEnd } = model.state
    tray.show({
      mood: trayMood(share),
      tooltip: trayTooltip(share, texts()),
      menu: trayMenu(
        { share, controlEnd, settings: settings.current, update: updates.status },
        texts(),
        actions,
      ),
    })
  }
  model.on('changed', (after, before) => {
    // A menu that is open closes when it is replaced: that the window lost the focus is no reason for it.
    if (after.share !== before.share || after.controlEnd !== before.controlEnd) refresh()
  })
  settings.on('changed', refresh)
  updates.on('changed', ({ kind }) => {
    // The menu shows nothing of the way there.
    if (kind === 'ready' || kind === 'failed') refresh()
  })
  settings.on('preferencesChanged', refresh)
  refresh()
}
