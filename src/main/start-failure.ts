import type * as Electron from 'electron'
import { catalogues, pickLocale } from './i18n/index.ts'

/** Says on the screen that the app cannot start, and why: whoever clicked its icon sees no terminal. */
export const sayNotStarted = (
  { app, dialog }: Pick<typeof Electron, 'app' | 'dialog'>,
  cause: unknown,
): void => {
  console.error(cause)
  const { title, text } = catalogues[pickLocale(app.getPreferredSystemLanguages())].startFailed
  dialog.showErrorBox(title, text(cause instanceof Error ? cause.message : String(cause)))
}
