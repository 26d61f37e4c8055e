import { join } from 'node:path'
import type * as Electron from 'electron'
import type { Clock } from '#shared/clock.ts'
import { installCapture } from './capture/capture.ts'
import { drawConsequences } from './consequences.ts'
import { capturesThroughPortal, runsOnX11 } from './capture/session-type.ts'
import { installControl } from './control/install.ts'
import { catalogues, pickLocale, type Texts } from './i18n/index.ts'
import { createInvokeHandlers } from './ipc/handlers.ts'
import { RendererLink } from './ipc/renderer-link.ts'
import { routeIpc } from './ipc/router.ts'
import type { Log, LogSink } from './log/log.ts'
import { loginItemOf, setOpenAtLogin } from './login-item.ts'
import { MainWindow } from './main-window.ts'
import { presentMenu } from './menu-presenter.ts'
import { createMessageBox } from './message-box.ts'
import { Notifications } from './notifications.ts'
import { installPages } from './pages.ts'
import { StayAwake, watchPresence } from './power.ts'
import { Quitter } from './quit.ts'
import { installServer } from './server/install.ts'
import { SettingsService } from './settings/service.ts'
import { SettingsStore } from './settings/store.ts'
import { ShareCommander } from './share-commander.ts'
import { StopShortcut } from './shortcuts.ts'
import { StopGuard } from './stop-guard.ts'
import { AppModel } from './state/app-model.ts'
import { isSharing } from './state/app-state.ts'
import { presentTray } from './tray/presenter.ts'
import { AppTray } from './tray/tray.ts'
import { installUpdates } from './updates/install.ts'
import { followWindow } from './window-follower.ts'

export interface DesktopOptions {
  readonly electron: typeof Electron
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  /** Holds `out` and `resources`; in a package, the archive. */
  readonly appRoot: string
  /** Where a package keeps what is not in its archive. */
  readonly resources: string
  /** The built web edition, for browsers on the local network. */
  readonly webRoot: string
  /** Null in a packaged app. */
  readonly devServerUrl: string | null
  readonly startHidden: boolean
  /** Arguments of this process, without its own name. */
  readonly args: readonly string[]
  readonly clock: Clock
  readonly log: Log
  readonly logSink: LogSink
}

export interface Desktop {
  /** Shows the window. */
  show(): void
  /** Shows the window, and puts up the tray icon anew in case that is what was missed. */
  showAgain(): void
  /** Fills in the code of a join link. */
  openLink(fragment: string): void
}

const systems: Partial<Record<NodeJS.Platform, 'macos' | 'windows'>> = { darwin: 'macos', win32: 'windows' }

/** Puts the parts of the app together, once Electron is ready. Nothing is decided here; each part does that itself. */
export const startDesktop = async (options: DesktopOptions): Promise<Desktop> => {
  const { electron, platform, env, appRoot, resources, webRoot, devServerUrl, args, clock, log, logSink } =
    options
  const { app, nativeTheme, shell } = electron
  const { urlOf, owns, confine } = installPages({ electron, appRoot, devServerUrl, log })

  const store = await SettingsStore.load({ folder: app.getPath('userData'), log, now: () => clock.now() })
  const model = new AppModel()
  const throughPortal = capturesThroughPortal(platform, env)
  const isBusy = (): boolean => isSharing(model.state.share)
  const texts = (): Texts =>
    catalogues[store.current.preferences?.locale ?? pickLocale(app.getPreferredSystemLanguages())]

  const link = new RendererLink(log)
  const window = new MainWindow({
    electron,
    clock,
    preload: join(appRoot, 'out/preload/index.cjs'),
    url: urlOf('/'),
    // Elsewhere the icon of the program is that of its windows, in every size.
    icon: platform === 'linux' ? join(appRoot, 'build/icons/256x256.png') : undefined,
    lastPlace: () => store.current.window,
    isDark: () => nativeTheme.shouldUseDarkColors,
  })
  const showMessageBox = createMessageBox({ electron, platform, window })
  const stopGuard = new StopGuard({ model, clock, killPage: () => window.killPage(), log })
  const openWindow = (to: 'home' | 'join' | 'settings'): void => {
    window.show()
    link.post('app:navigated', { to })
  }

  const shortcut = new StopShortcut(electron.globalShortcut, () => commander.command({ kind: 'stop' }))
  const loginItem = loginItemOf({ platform, app, env })
  const settings = new SettingsService({
    store,
    setOpenAtLogin: (openAtLogin) => setOpenAtLogin(loginItem, openAtLogin),
    isWayland: throughPortal,
    canTakeShortcut: (accelerator) => shortcut.canTake(accelerator),
    log,
  })

  const server = installServer({ webRoot, devServerUrl, settings, clock, log, logSink })

  const tray = new AppTray({
    electron,
    iconFolder: join(appRoot, 'resources/tray'),
    platform,
    onClick: () => window.show(),
  })
  const notifications = new Notifications({
    electron,
    platform,
    texts,
    onAnswer: (guestId, kind) => commander.answer({ kind, guestId }),
    onOpen: () => window.show(),
  })
  const quitter = new Quitter({
    electron,
    showMessageBox,
    args,
    clock,
    isSharing: isBusy,
    withoutHelpers: (ask) => control.withoutHelpers(ask),
    texts,
    onQuitting: () => window.allowClose(),
    cleanUp: async () => {
      tray.destroy()
      await Promise.all([control.close(), server.networkServer.close(), store.flush()])
    },
    log,
  })
  const quit = (): void => void quitter.request()

  const updates = installUpdates({
    electron,
    platform,
    env,
    resources,
    isAutomatic: () => store.current.settings.automaticUpdates,
    isBusy: () => isBusy() || model.state.viewing,
    onQuitting: () => window.allowClose(),
    clock,
    log,
  })
  const restartToUpdate = (): void => void quitter.request(() => updates.install())

  const control = installControl({
    electron,
    platform,
    throughPortal,
    isPortalAllowed: () => settings.current.controlOnWayland && !runsOnX11(app.commandLine),
    injectorScript: join(appRoot, 'out/main/injector.js'),
    overlayPage: {
      preload: join(appRoot, 'out/preload/index.cjs'),
      url: urlOf('/overlay.html'),
      onCreated: confine,
    },
    model,
    showMessageBox,
    link,
    notifications,
    texts,
    clock,
    log,
  })
  const commander = new ShareCommander({
    model,
    link,
    control,
    stopGuard,
    showRequest: () => openWindow('home'),
  })
  const { sources, chooser, permission, launcher, takeOutcome } = installCapture({
    electron,
    platform,
    env,
    owns,
    isSharing: isBusy,
    window,
    link,
    store,
    onSource: (source) => control.setSource(source),
    clock,
    log,
  })

  const sayShown = followWindow({
    window,
    showMessageBox,
    confine,
    model,
    link,
    chooser,
    store,
    texts,
    log,
  })
  routeIpc(
    { ipcMain: electron.ipcMain, owns, log },
    createInvokeHandlers({
      sources,
      chooser,
      permission,
      takeOutcome,
      settings,
      openServer: server.open,
      localNetwork: server.localNetwork,
      control,
      about: { version: app.getVersion(), system: systems[platform] ?? 'linux' },
      relaunch: () => void quitter.relaunch(),
      updates,
      restartToUpdate,
    }),
    {
      'status:publish': (status) => {
        model.accept({ kind: 'published', status })
        if (link.markReady()) sayShown()
      },
      'control:input': (input) => control.input(input),
      'control:end': (end) => control.end(end),
      'preferences:publish': (preferences) => settings.setPreferences(preferences),
    },
  )

  drawConsequences({
    model,
    link,
    notifications,
    chooser,
    networkServer: server.networkServer,
    stayAwake: new StayAwake(electron.powerSaveBlocker),
    shortcut,
    settings,
  })
  watchPresence(electron.powerMonitor, (kind) => model.accept({ kind }))
  presentTray({
    tray,
    model,
    settings,
    updates,
    texts,
    actions: {
      shareNow: () => void launcher.shareNow(),
      chooseSource: () => launcher.chooseSource(),
      command: (wanted) => commander.answer(wanted),
      letControl: (guestId) => void control.request({ guestId, level: 'control', by: 'host' }),
      moreTime: (guestId) => void control.extend(guestId),
      stopControl: (guestId) => control.end({ guestId, reason: 'revoked' }),
      copyCode: (code) => void electron.clipboard.writeText(code),
      useServer: (url) =>
        void settings.change({ server: url === null ? { kind: 'network' } : { kind: 'hosted', url } }),
      openWindow,
      restartToUpdate,
      quit,
    },
  })
  updates.on('changed', (status) => link.post('update:changed', status))
  model.on('changed', () => updates.follow())
  settings.on('changed', () => updates.follow())
  settings.on('changed', () => control.noteSettings())

  presentMenu({
    electron,
    options: {
      platform,
      withDeveloperTools: !app.isPackaged,
      withUpdates: updates.status.kind !== 'unavailable',
    },
    settings,
    texts,
    actions: {
      checkUpdates: () => {
        openWindow('settings')
        void updates.check()
      },
      openSettings: () => openWindow('settings'),
      showLogs: () => void shell.openPath(app.getPath('logs')),
      quit,
    },
  })
  settings.on('changed', (report) => link.post('settings:changed', report))
  settings.on('preferencesChanged', ({ theme }) => (nativeTheme.themeSource = theme))
  nativeTheme.themeSource = store.current.preferences?.theme ?? 'system'

  if (store.brokenFile !== null) notifications.saySettingsBroken(store.brokenFile)
  if (!options.startHidden) window.show()

  return {
    show: () => window.show(),
    showAgain: () => {
      tray.renew()
      window.show()
    },
    openLink: (fragment) => {
      window.show()
      link.post('join:linked', { fragment })
    },
  }
}
