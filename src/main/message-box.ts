import type { Dialog, MessageBoxOptions, MessageBoxReturnValue } from 'electron'
import type { MainWindow } from './main-window.ts'

export interface MessageBoxParts {
  readonly electron: { readonly dialog: Pick<Dialog, 'showMessageBox'> }
  readonly platform: NodeJS.Platform
  readonly window: Pick<MainWindow, 'bringUp'>
}

/** Shows a message box of the system. Resolves when it is answered, with the index of the button. */
export type ShowMessageBox = (options: MessageBoxOptions) => Promise<MessageBoxReturnValue>

/**
 * Message boxes that leave the app running while they are open. On macOS one that belongs to no window stops the whole
 * process, and cannot be taken back: there the window is brought up, and the box belongs to it. Elsewhere it stands by
 * itself, whether or not the window is to be seen.
 * https://github.com/electron/electron/issues/23319, https://github.com/electron/electron/issues/42036
 */
export const createMessageBox =
  ({ electron: { dialog }, platform, window }: MessageBoxParts): ShowMessageBox =>
  (options) =>
    platform === 'darwin' ? dialog.showMessageBox(window.bringUp(), options) : dialog.showMessageBox(options)
