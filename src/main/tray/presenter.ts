import type { Texts } from '../i18n/index.ts'
import type { SettingsService } from '../settings/service.ts'
import type { AppModel } from '../state/app-model.ts'
import { trayMenu, type TrayActions } from './menu.ts'
import { trayMood, trayTooltip } from './mood.ts'
import type { AppTray } from './tray.ts'

export interface TrayPresenterParts {
  readonly tray: Pick<AppTray, 'show'>
  readonly model: AppModel
  readonly settings: SettingsService
  readonly texts: () => Texts
  readonly actions: TrayActions
}

/** Keeps the tray at what the app does. */
export const presentTray = ({ tray, model, settings, texts, actions }: TrayPresenterParts): void => {
  const refresh = (): void => {
    const { share } = model.state
    tray.show({
      mood: trayMood(share),
      tooltip: trayTooltip(share, texts()),
      menu: trayMenu({ share, settings: settings.current }, texts(), actions),
    })
  }
  model.on('changed', (after, before) => {
    // A menu that is open closes when it is replaced: that the window lost the focus is no reason for it.
    if (after.share !== before.share) refresh()
  })
  settings.on('changed', refresh)
  settings.on('preferencesChanged', refresh)
  refresh()
}
