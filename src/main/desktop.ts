import { createSocket } from 'node:dgram'
import { hostname, networkInterfaces } from 'node:os'
import { join } from 'node:path'
import type * as Electron from 'electron'
import type { Clock } from '#shared/clock.ts'
import type { ShareCommand } from '#shared/ipc/share-status.ts'
import { createAppSchemeHandler } from './app-scheme.ts'
import { installCapture } from './capture/capture.ts'
import { drawConsequences } from './consequences.ts'
import { capturesThroughPortal } from './capture/session-type.ts'
import { installControl } from './control/install.ts'
import { LocalNetwork } from './discovery/local-network.ts'
import { catalogues, pickLocale, type Texts } from './i18n/index.ts'
import { createInvokeHandlers } from './ipc/handlers.ts'
import { RendererLink } from './ipc/renderer-link.ts'
import { routeIpc } from './ipc/router.ts'
import type { Log, LogSink } from './log/log.ts'
import { setOpenAtLogin } from './login-item.ts'
import { MainWindow } from './main-window.ts'
import { presentMenu } from './menu-presenter.ts'
import { Notifications } from './notifications.ts'
import { APP_SCHEME, createOwnPages } from './origin.ts'
import { StayAwake, watchPresence } from './power.ts'
import { Quitter } from './quit.ts'
import { confine, createPermissionPolicy, restrictPermissions } from './security.ts'
import { openServer } from './server/address.ts'
import { lanAddresses } from './server/lan-addresses.ts'
import { NetworkServer } from './server/network-server.ts'
import { SettingsService } from './settings/service.ts'
import { SettingsStore } from './settings/store.ts'
import { StopShortcut } from './shortcuts.ts'
import { StopGuard } from './stop-guard.ts'
import { AppModel } from './state/app-model.ts'
import { isSharing, mayBeAccepted } from './state/app-state.ts'
import { presentTray } from './tray/presenter.ts'
import { AppTray } from './tray/tray.ts'
import { installUpdates } from './updates/install.ts'

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
  const { app, nativeTheme, session, shell } = electron
  const pages = createOwnPages(devServerUrl)
  const owns = (url: string): boolean => pages.owns(url)

  const store = await SettingsStore.load({ folder: app.getPath('userData'), log, now: () => clock.now() })
  const model = new AppModel()
  const isBusy = (): boolean => isSharing(model.state.share)
  const texts = (): Texts =>
    catalogues[store.current.preferences?.locale ?? pickLocale(app.getPreferredSystemLanguages())]

  const link = new RendererLink(log)
  /** What takes power from viewers happens here at once; the page may be slow, or worse. */
  const command = (wanted: ShareCommand): void => {
    if (wanted.kind === 'stop') {
      control.endAll('revoked')
      stopGuard.expectEnd()
    }
    if (wanted.kind === 'disconnect') control.end({ guestId: wanted.guestId, reason: 'revoked' })
    if (wanted.kind !== 'accept') link.post('share:commanded', wanted)
    else
      void control.confirmAdmission(wanted.guestId).then((isMeant) => {
        if (isMeant) link.post('share:commanded', wanted)
      })
  }
  const window = new MainWindow({
    electron,
    clock,
    preload: join(appRoot, 'out/preload/index.cjs'),
    url: pages.urlOf('/'),
    // Elsewhere the icon of the program is that of its windows, in every size.
    icon: platform === 'linux' ? join(appRoot, 'build/icons/256x256.png') : undefined,
    lastPlace: () => store.current.window,
    isDark: () => nativeTheme.shouldUseDarkColors,
  })
  const stopGuard = new StopGuard({ model, clock, killPage: () => window.killPage(), log })
  const sayShown = (): void => link.post('app:shown', { isShown: model.state.window !== 'hidden' })
  const openWindow = (to: 'home' | 'join' | 'settings'): void => {
    window.show()
    link.post('app:navigated', { to })
  }
  /** Nobody is let in before their request was in sight for a while: until then, the answer is to show it. */
  const answer = (wanted: ShareCommand): void => {
    if (wanted.kind === 'accept' && !mayBeAccepted(model.state.share, wanted.guestId)) openWindow('home')
    else command(wanted)
  }

  const shortcut = new StopShortcut(electron.globalShortcut, () => command({ kind: 'stop' }))
  const loginItem = {
    platform,
    app,
    configFolder: app.getPath('appData'),
    // An AppImage is mounted elsewhere each time it runs.
    executable: env.APPIMAGE ?? app.getPath('exe'),
  }
  const settings = new SettingsService({
    store,
    setOpenAtLogin: (openAtLogin) => setOpenAtLogin(loginItem, openAtLogin),
    canTakeShortcut: (accelerator) => shortcut.canTake(accelerator),
    log,
  })

  const ownAddresses = (): string[] => lanAddresses(networkInterfaces())
  const localNetwork = new LocalNetwork({
    createSocket: () => createSocket({ type: 'udp4', reuseAddr: true }),
    addresses: ownAddresses,
    clock,
    log,
  })
  const networkServer = new NetworkServer(async (port) => {
    // Loaded when first needed: most starts of the app share nothing.
    const { startEmbeddedServer } = await import('./server/embedded.ts')
    const allowedOrigins = devServerUrl === null ? [] : [new URL(devServerUrl).origin]
    const server = await startEmbeddedServer({ port, webRoot, allowedOrigins, logSink })
    const endAnnouncement = localNetwork.announce(hostname(), server.port)
    return {
      port: server.port,
      close: () => {
        endAnnouncement()
        return server.close()
      },
    }
  }, log)

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
    onAnswer: (guestId, kind) => answer({ kind, guestId }),
    onOpen: () => window.show(),
  })
  const quitter = new Quitter({
    electron,
    args,
    clock,
    isSharing: isBusy,
    texts,
    onQuitting: () => window.allowClose(),
    cleanUp: async () => {
      control.close()
      tray.destroy()
      await Promise.all([networkServer.close(), store.flush()])
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

  session.defaultSession.protocol.handle(
    APP_SCHEME,
    createAppSchemeHandler({ root: join(appRoot, 'out/renderer'), owns }),
  )
  restrictPermissions(session.defaultSession, createPermissionPolicy(owns), log)
  const control = installControl({
    electron,
    platform,
    throughPortal: capturesThroughPortal(platform, env),
    injectorScript: join(appRoot, 'out/main/injector.js'),
    overlayPage: {
      preload: join(appRoot, 'out/preload/index.cjs'),
      url: pages.urlOf('/overlay.html'),
      onCreated: (contents) => confine(contents, { owns, shell, log }),
    },
    model,
    link,
    notifications,
    texts,
    clock,
    log,
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

  routeIpc(
    { ipcMain: electron.ipcMain, owns, log },
    createInvokeHandlers({
      sources,
      chooser,
      permission,
      takeOutcome,
      settings,
      openServer: () =>
        openServer(settings.current, {
          openNetworkServer: (port) => networkServer.open(port),
          lanAddresses: ownAddresses,
        }),
      localNetwork,
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

  window.on('created', (contents) => {
    confine(contents, { owns, shell, log })
    link.attach(contents)
  })
  window.on('stateChanged', (state) => {
    const wasHidden = model.state.window === 'hidden'
    model.accept({ kind: 'window', window: state })
    if (wasHidden !== (state === 'hidden')) sayShown()
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
    void electron.dialog.showMessageBox({ type: 'error', message: title, detail: text })
  })

  drawConsequences({
    model,
    link,
    notifications,
    chooser,
    networkServer,
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
      command: answer,
      letControl: (guestId) => void control.request({ guestId, level: 'control' }),
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
