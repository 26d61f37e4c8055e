import type * as Electron from 'electron'
import type { Texts } from './i18n/index.ts'
import { appMenu, type AppMenuActions, type AppMenuOptions } from './menu.ts'
import type { SettingsService } from './settings/service.ts'

export interface MenuPresenterParts {
  readonly electron: Pick<typeof Electron, 'Menu'>
  readonly options: AppMenuOptions
  readonly settings: Pick<SettingsService, 'on'>
  readonly texts: () => Texts
  readonly actions: AppMenuActions
}

/** Keeps the app's menu in the language that the person chose. */
export const presentMenu = ({ electron, options, settings, texts, actions }: MenuPresenterParts): void => {
  const refresh = (): void =>
    electron.Menu.setApplicationMenu(electron.Menu.buildFromTemplate(appMenu(options, texts(), actions)))
  settings.on('preferencesChanged', refresh)
  refresh()
}
