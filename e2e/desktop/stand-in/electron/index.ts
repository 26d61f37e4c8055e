import { only } from './lacking.ts'

/** What `import … from 'electron'` gives in main. */
export { app } from './app.ts'
export { StandInBrowserWindow as BrowserWindow } from './browser-window.ts'
export { desktopCapturer } from './desktop-capturer.ts'
export { ipcMain } from './ipc-main.ts'
export { Menu } from './menu.ts'
export { StandInNotification as Notification } from './notification.ts'
export { protocol } from './protocol.ts'
export { screen } from './screen.ts'
export { session } from './session.ts'
export {
  clipboard,
  dialog,
  globalShortcut,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  shell,
  systemPreferences,
} from './system.ts'
export { StandInTray as Tray } from './tray.ts'
export { utilityProcess } from './utility-process.ts'

// Known by name, so that it throws to use them; what is not even here is undefined in `import * as electron`.
export const autoUpdater = only('autoUpdater', {})
export const crashReporter = only('crashReporter', {})
export const nativeImage = only('nativeImage', {})
export const net = only('net', {})
export const safeStorage = only('safeStorage', {})
export const webContents = only('webContents module', {})
