import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { createClient, type DesktopBus } from './dbus.ts'

/** What reached the desktop: the method and its arguments, without the session's path and the options. */
export type Arrived = readonly [member: string, ...args: number[]]

/** What the person does in the system's dialog. */
export type Decision = 'allow' | 'deny' | 'wait'

export interface Desktop {
  /** On the bus. */
  readonly name: string
  /** Everything that was moved, pressed and typed, in order. */
  readonly arrived: readonly Arrived[]
  /** The questions that the portal has put, with their options, in order. */
  readonly asked: readonly (readonly [member: string, options: Readonly<Record<string, unknown>>])[]
  decision: Decision
  /** Bits of what the person gives: 1 is the keyboard, 2 the pointer. */
  devices: number
  /** The screens that they give, by their size; one without a size if null. */
  screens: readonly (readonly [width: number, height: number] | null)[]
  /** Dialogs that are open, and sessions that live. */
  readonly dialogs: number
  readonly sessions: number
  /** The person ends it in the system's own indicator. */
  endSessions(): void
  /** Resolves once the portal is there. */
  seePortal(): Promise<void>
  close(): void
}

const PATH = '/org/freedesktop/portal/desktop'
const NAME = 'org.freedesktop.impl.portal.desktop.beckontest'
const KEYBOARD_AND_POINTER = 3
const MONITOR = 1

const question = ['oosa{sv}', 'ua{sv}'] as const
const start = ['oossa{sv}', 'ua{sv}'] as const
const notifications = {
  NotifyPointerMotionAbsolute: 'udd',
  NotifyPointerButton: 'iu',
  NotifyPointerAxisDiscrete: 'ui',
  NotifyKeyboardKeycode: 'iu',
  NotifyKeyboardKeysym: 'iu',
} as const

type Options = readonly (readonly [key: string, variant: readonly [unknown, readonly [unknown]]])[]
const plain = (options: Options): Record<string, unknown> =>
  Object.fromEntries(options.map(([key, [, [value]]]) => [key, value]))

/** Plays the part of a desktop behind xdg-desktop-portal (org.freedesktop.impl.portal.*), with a person in front of it. */
export const openDesktop = async (socket: string): Promise<Desktop> => {
  const connection = connect(socket)
  const bus: DesktopBus = createClient({ stream: connection })
  const arrived: Arrived[] = []
  const asked: [string, Record<string, unknown>][] = []
  const sessions = new Map<string, () => void>()
  const dialogs = new Set<string>()
  const ask = (member: string, options: Options): void => void asked.push([member, plain(options)])

  const openSession = (path: string): void => {
    const session = {
      version: 1,
      Close: () => void sessions.delete(path),
      emit: (_signal: string, ..._args: readonly unknown[]): void => undefined,
    }
    bus.exportInterface(session, path, {
      name: 'org.freedesktop.impl.portal.Session',
      methods: { Close: ['', ''] },
      signals: { Closed: [''] },
      properties: { version: 'u' },
    })
    sessions.set(path, () => session.emit('Closed'))
  }

  const desktop = {
    name: NAME,
    arrived,
    asked,
    decision: 'allow' as Decision,
    devices: KEYBOARD_AND_POINTER,
    screens: [[1920, 1080]] as Desktop['screens'],
    get dialogs() {
      return dialogs.size
    },
    get sessions() {
      return sessions.size
    },
    endSessions: () => {
      for (const end of sessions.values()) end()
      sessions.clear()
    },
    seePortal: async () => {
      for (;;) {
        const isThere = await new Promise((resolve) =>
          bus.nameHasOwner('org.freedesktop.portal.Desktop', (_error, has) => resolve(has)),
        )
        if (isThere === true) return
        await wait(20)
      }
    },
    close: () => void connection.destroy(),
  }

  const given = (): readonly unknown[] => [
    ['devices', ['u', desktop.devices]],
    [
      'streams',
      [
        'a(ua{sv})',
        desktop.screens.map((size, index) => [
          42 + index,
          [...(size ? [['size', ['(ii)', size]]] : []), ['source_type', ['u', MONITOR]]],
        ]),
      ],
    ],
  ]
  const remoteDesktop = {
    AvailableDeviceTypes: KEYBOARD_AND_POINTER,
    version: 1,
    CreateSession: (_handle: string, session: string, _app: string, options: Options) => {
      ask('CreateSession', options)
      openSession(session)
      return [0, []]
    },
    SelectDevices: (_handle: string, _session: string, _app: string, options: Options) => {
      ask('SelectDevices', options)
      return [0, []]
    },
    Start: (handle: string, _session: string, _app: string, _window: string, options: Options) => {
      ask('Start', options)
      if (desktop.decision === 'allow') return [0, given()]
      if (desktop.decision === 'deny') return [1, []]
      dialogs.add(handle)
      const dialog = { Close: () => void dialogs.delete(handle) }
      bus.exportInterface(dialog, handle, {
        name: 'org.freedesktop.impl.portal.Request',
        methods: { Close: ['', ''] },
      })
      return new Promise(() => undefined)
    },
    ...Object.fromEntries(
      Object.keys(notifications).map((member) => [
        member,
        (_session: string, _options: Options, first: number, second: number, third?: number | object) => {
          // The library hands on the message itself as well, after the last argument.
          const args = typeof third === 'number' ? [first, second, third] : [first, second]
          arrived.push([member.slice('Notify'.length), ...args])
        },
      ]),
    ),
  }
  bus.exportInterface(remoteDesktop, PATH, {
    name: 'org.freedesktop.impl.portal.RemoteDesktop',
    methods: {
      CreateSession: question,
      SelectDevices: question,
      Start: start,
      ...Object.fromEntries(
        Object.entries(notifications).map(([member, types]) => [member, [`oa{sv}${types}`, '']]),
      ),
    },
    properties: { AvailableDeviceTypes: 'u', version: 'u' },
  })
  const screenCast = {
    AvailableSourceTypes: MONITOR,
    AvailableCursorModes: 1,
    version: 3,
    SelectSources: (_handle: string, _session: string, _app: string, options: Options) => {
      ask('SelectSources', options)
      return [0, []]
    },
  }
  bus.exportInterface(screenCast, PATH, {
    name: 'org.freedesktop.impl.portal.ScreenCast',
    methods: { SelectSources: question },
    properties: { AvailableSourceTypes: 'u', AvailableCursorModes: 'u', version: 'u' },
  })
  await new Promise((resolve) => bus.requestName(NAME, 0, resolve))
  return desktop
}
