import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { App } from 'electron'

/** How the system starts the app at login: into the tray, without a window. */
export const HIDDEN_ARGUMENT = '--hidden'

export interface LoginItemOptions {
  readonly platform: NodeJS.Platform
  readonly app: Pick<App, 'setLoginItemSettings'>
  /** `$XDG_CONFIG_HOME`, of the Linux desktop. */
  readonly configFolder: string
  /** What starts this app; the AppImage itself, where it runs from one. */
  readonly executable: string
}

export interface RunningCopy {
  readonly platform: NodeJS.Platform
  readonly app: Pick<App, 'setLoginItemSettings' | 'getPath'>
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The copy of the app that runs now, as what to start at login. */
export const loginItemOf = ({ platform, app, env }: RunningCopy): LoginItemOptions => ({
  platform,
  app,
  configFolder: app.getPath('appData'),
  // An AppImage is mounted elsewhere each time it runs.
  executable: env.APPIMAGE ?? app.getPath('exe'),
})

const FILE = 'beckon.desktop'

/** A value of `Exec`, quoted. https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html */
const quoteExec = (path: string): string =>
  // First for the command line, then for the file's own escapes.
  `"${path.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`.replaceAll('\\', '\\\\')

/** https://specifications.freedesktop.org/autostart-spec/latest/ */
export const autostartEntry = (executable: string): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Beckon',
    `Exec=${quoteExec(executable)} ${HIDDEN_ARGUMENT}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')

/** Starts the app at login, or no longer; rejects where the system does not let it. */
export const setOpenAtLogin = async (options: LoginItemOptions, openAtLogin: boolean): Promise<void> => {
  const { platform, app, configFolder, executable } = options
  if (platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin, args: [HIDDEN_ARGUMENT] })
    return
  }
  const folder = join(configFolder, 'autostart')
  if (openAtLogin) {
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, FILE), autostartEntry(executable))
  } else {
    await rm(join(folder, FILE), { force: true })
  }
}
