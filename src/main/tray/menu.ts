import type { MenuItemConstructorOptions } from 'electron'
import { assertNever } from '#shared/assert-never.ts'
import type { Settings } from '#shared/ipc/settings.ts'
import type { GuestStatus, ShareCommand, ShareStatus } from '#shared/ipc/share-status.ts'
import type { UpdateStatus } from '#shared/ipc/update-status.ts'
import type { Texts } from '../i18n/index.ts'

export interface TrayMenuModel {
  readonly share: ShareStatus
  /** When the control that somebody has ends by itself; null if it does not. */
  readonly controlEnd: number | null
  readonly settings: Pick<Settings, 'server' | 'recentServers' | 'stopShortcut'>
  readonly update: UpdateStatus
}

export interface TrayActions {
  /** Shares the screen that was shared last, without asking. */
  shareNow(): void
  /** Opens the window with the picker. */
  chooseSource(): void
  command(command: ShareCommand): void
  /** Asks whether a viewer may control this computer, or may for longer. */
  letControl(guestId: string): void
  moreTime(guestId: string): void
  stopControl(guestId: string): void
  copyCode(code: string): void
  /** Null for the server inside this app. */
  useServer(url: string | null): void
  openWindow(to: 'home' | 'join' | 'settings'): void
  restartToUpdate(): void
  quit(): void
}

type Items = MenuItemConstructorOptions[]
const separator: MenuItemConstructorOptions = { type: 'separator' }

/** Menus read a single ampersand as the mark of an access key. */
const literal = (text: string): string => text.replaceAll('&', '&&')

const controlItems = (
  { id, controls, state }: GuestStatus,
  tray: Texts['tray'],
  actions: TrayActions,
): Items =>
  controls
    ? [
        { label: tray.stopControl, click: () => actions.stopControl(id) },
        { label: tray.moreTime, click: () => actions.moreTime(id) },
      ]
    : [
        {
          label: tray.letControl,
          enabled: state === 'watching',
          click: () => actions.letControl(id),
        },
      ]

/** The time of its end, and not what is left of it: a menu that is replaced while it is open closes. */
const controlsLabel = (name: string, controlEnd: number | null, { tray }: Texts): string =>
  controlEnd === null ? tray.controls(name) : tray.controlsUntil(name, new Date(controlEnd))

const guestItem = (
  guest: GuestStatus,
  controlEnd: number | null,
  texts: Texts,
  actions: TrayActions,
): MenuItemConstructorOptions => {
  const { tray, nameless } = texts
  const name = literal(guest.name || nameless)
  const ask = (kind: 'accept' | 'deny' | 'disconnect') => () => actions.command({ kind, guestId: guest.id })
  if (guest.state === 'waiting')
    return {
      label: tray.asks(name),
      submenu: [
        { label: guest.mayBeAccepted ? tray.accept : tray.look, click: ask('accept') },
        { label: tray.deny, click: ask('deny') },
      ],
    }
  return {
    label: guest.controls ? controlsLabel(name, controlEnd, texts) : tray.watches(name),
    submenu: [...controlItems(guest, tray, actions), { label: tray.disconnect, click: ask('disconnect') }],
  }
}

const codeItems = (code: string | null, { tray }: Texts, actions: TrayActions): Items =>
  code === null
    ? [
        { label: tray.noCode, enabled: false },
        { label: tray.newCode, click: () => actions.command({ kind: 'renew-code' }) },
      ]
    : [{ label: tray.copyCode(code), click: () => actions.copyCode(code) }]

const serverItem = (
  { server, recentServers }: TrayMenuModel['settings'],
  { tray }: Texts,
  actions: TrayActions,
): MenuItemConstructorOptions => {
  const current = server.kind === 'hosted' ? server.url : null
  return {
    label: tray.server,
    submenu: [null, ...new Set([...(current === null ? [] : [current]), ...recentServers])].map((url) => ({
      label: url ?? tray.thisNetwork,
      type: 'radio',
      checked: url === current,
      click: () => actions.useServer(url),
    })),
  }
}

const shareItems = (
  { share, controlEnd, settings }: TrayMenuModel,
  texts: Texts,
  actions: TrayActions,
): Items => {
  const { tray } = texts
  const stop = { label: tray.stop, click: () => actions.command({ kind: 'stop' }) }
  switch (share.kind) {
    case 'idle':
    case 'ended':
      return [
        { label: tray.shareNow, click: () => actions.shareNow() },
        { label: tray.choose, click: () => actions.chooseSource() },
        separator,
        { label: tray.join, click: () => actions.openWindow('join') },
        serverItem(settings, texts, actions),
      ]
    case 'starting':
      return [
        { label: tray.starting, enabled: false },
        { ...stop, label: tray.cancel },
      ]
    case 'open': {
      const waiting = share.guests.filter(({ state }) => state === 'waiting')
      const watching = share.guests.filter(({ state }) => state !== 'waiting')
      return [
        ...waiting.map((guest) => guestItem(guest, controlEnd, texts, actions)),
        ...(waiting.length > 0 ? [separator] : []),
        ...codeItems(share.code, texts, actions),
        separator,
        ...watching.map((guest) => guestItem(guest, controlEnd, texts, actions)),
        ...(watching.length > 0 ? [] : [{ label: tray.nobody, enabled: false }]),
        separator,
        { label: tray.chooseOther, click: () => actions.chooseSource() },
        share.paused
          ? { label: tray.resume, click: () => actions.command({ kind: 'resume' }) }
          : { label: tray.pause, click: () => actions.command({ kind: 'pause' }) },
        // Shown only: the shortcut works everywhere and is registered apart from menus.
        settings.stopShortcut === null
          ? stop
          : { ...stop, accelerator: settings.stopShortcut, registerAccelerator: false },
      ]
    }
    default:
      return assertNever(share)
  }
}

/** The tray's menu as a whole, made anew at each change. */
export const trayMenu = (model: TrayMenuModel, texts: Texts, actions: TrayActions): Items => [
  ...shareItems(model, texts, actions),
  separator,
  { label: texts.tray.open, click: () => actions.openWindow('home') },
  { label: texts.tray.settings, click: () => actions.openWindow('settings') },
  separator,
  ...(model.update.kind === 'ready'
    ? [{ label: texts.tray.update(model.update.version), click: () => actions.restartToUpdate() }]
    : []),
  { label: texts.tray.quit, click: () => actions.quit() },
]
