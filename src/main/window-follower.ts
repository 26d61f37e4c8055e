import type * as Electron from 'electron'
import type { Chooser } from './capture/chooser.ts'
import type { Texts } from './i18n/index.ts'
import type { RendererLink } from './ipc/renderer-link.ts'
import type { Log } from './log/log.ts'
import type { MainWindow } from './main-window.ts'
import type { ShowMessageBox } from './message-box.ts'
import type { SettingsStore } from './settings/store.ts'
import type { AppModel } from './state/app-model.ts'

export interface WindowFollowerParts {
  readonly window: Pick<MainWindow, 'on'>
  readonly showMessageBox: ShowMessageBox
  /** Keeps a page where it belongs, before it is loaded. */
  readonly confine: (contents: Electron.WebContents) => void
  readonly model: Pick<AppModel, 'state' | 'accept'>
  readonly link: Pick<RendererLink, 'attach' | 'markLost' | 'post'>
  readonly chooser: Pick<Chooser, 'cancel'>
  readonly store: Pick<SettingsStore, 'update'>
  readonly texts: () => Texts
  readonly log: Pick<Log, 'info' | 'warn'>
}

/**
 * Tells the rest of the app what becomes of the window and its page.
 * @returns what tells the page whether it is in sight, for one that has just begun to listen
 */
export const followWindow = (parts: WindowFollowerParts): (() => void) => {
  const { window, showMessageBox, confine, model, link, chooser, store, texts, log } = parts
  const isShown = (): boolean => model.state.window !== 'hidden'
  const sayShown = (): void => link.post('app:shown', { isShown: isShown() })

  window.on('created', (contents) => {
    confine(contents)
    link.attach(contents)
  })
  window.on('stateChanged', (state) => {
    const wasShown = isShown()
    model.accept({ kind: 'window', window: state })
    if (isShown() !== wasShown) sayShown()
  })
  window.on('closed', () => model.accept({ kind: 'window-closed' }))
  window.on('moved', (place) => store.update({ window: place }))
  window.on('pageLost', (reason) => {
    log.info('page lost', { reason })
    link.markLost()
    chooser.cancel()
    model.accept({ kind: 'page-lost' })
  })
  window.on('gaveUp', () => {
    log.warn('page given up')
    const { title, text } = texts().crash
    void showMessageBox({ type: 'error', message: title, detail: text })
  })
  return sayShown
}
