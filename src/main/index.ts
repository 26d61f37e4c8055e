import { join } from 'node:path'
import * as electron from 'electron'
import type { Clock } from '#shared/clock.ts'
import { appScheme } from './app-scheme.ts'
import { LINK_SCHEME } from './deep-link.ts'
import { startDesktop, type Desktop } from './desktop.ts'
import { createLog, type Log, type LogSink } from './log/log.ts'
import { RotatingFile } from './log/rotating-file.ts'
import { HIDDEN_ARGUMENT } from './login-item.ts'
import { becomeOnlyInstance } from './single-instance.ts'
import { sayNotStarted } from './start-failure.ts'

/** The desktop app's main process: what has to happen before Electron is ready, and then everything else. */

const { app, protocol } = electron
const clock: Clock = {
  now: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}

/** macOS passes no arguments to what it opens at login. */
const wasOpenedAtLogin = (): boolean =>
  process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin

const openLog = (): { readonly logSink: LogSink; readonly log: Log } => {
  const logSink = new RotatingFile({
    path: join(app.getPath('logs'), 'beckon.log'),
    maxBytes: 1024 * 1024,
    keep: 3,
  })
  return { logSink, log: createLog(logSink, () => clock.now()) }
}

const start = async ({ logSink, log }: ReturnType<typeof openLog>): Promise<Desktop> => {
  process.on('uncaughtExceptionMonitor', (cause) => log.error('uncaught', cause))
  process.on('unhandledRejection', (cause) => log.error('unhandled', cause))

  await app.whenReady()
  log.info('ready', { version: app.getVersion(), platform: process.platform, arch: process.arch })
  const appRoot = join(import.meta.dirname, '../..')
  // Known to the system by the installer; this is for when that did not happen, or was undone since. On Linux it would
  // cost a process at each start, and name a desktop entry that only an installer brings.
  if (app.isPackaged && process.platform !== 'linux') app.setAsDefaultProtocolClient(LINK_SCHEME)
  const desktop = await startDesktop({
    electron,
    platform: process.platform,
    env: process.env,
    appRoot,
    resources: process.resourcesPath,
    webRoot: app.isPackaged ? join(process.resourcesPath, 'web') : join(appRoot, 'dist/web'),
    devServerUrl: app.isPackaged ? null : (process.env.ELECTRON_RENDERER_URL ?? null),
    args: process.argv.slice(1),
    startHidden: process.argv.includes(HIDDEN_ARGUMENT) || wasOpenedAtLogin(),
    clock,
    log,
    logSink,
  })
  // macOS: a click on the icon in the dock.
  app.on('activate', () => desktop.show())
  return desktop
}

// An AppImage that was replaced as the app ended is run once, to fit itself into the desktop; there is nothing to do.
if (process.env.APPIMAGE_EXIT_AFTER_INSTALL === 'true') process.exit()
protocol.registerSchemesAsPrivileged([appScheme])
app.enableSandbox()
if (process.platform === 'win32') {
  // Must be that of the installers, or Windows shows no notifications.
  app.setAppUserModelId('app.beckon.Beckon')
  // Whom Windows tells of a button that was clicked; left to chance, it would be registered anew at each start.
  app.setToastActivatorCLSID('{BE6FB00C-854A-494A-84F1-8BBE6690037F}')
}

const started = Promise.withResolvers<Desktop>()
const isOnly = becomeOnlyInstance(app, process.argv, {
  onStartedAgain: () => void started.promise.then((desktop) => desktop.showAgain()),
  onLink: (fragment) => void started.promise.then((desktop) => desktop.openLink(fragment)),
})
if (isOnly) {
  const opened = openLog()
  start(opened).then(started.resolve, (cause: unknown) => {
    opened.log.error('not started', cause)
    sayNotStarted(electron, cause)
    app.exit(1)
  })
} else app.quit()
