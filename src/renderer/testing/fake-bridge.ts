import type { Bridge, EventChannel, Payload, Reply } from '#shared/ipc/bridge.ts'
import type { CaptureOutcome, CapturePermission, CaptureSource } from '#shared/ipc/capture.ts'
import type { ControlInput, ControlReport } from '#shared/ipc/control.ts'
import type { FoundServer } from '#shared/ipc/found-server.ts'
import { failure, type ErrorCode } from '#shared/errors.ts'
import type { SettingsChange, SettingsReport } from '#shared/ipc/settings.ts'
import type { AppStatus } from '#shared/ipc/share-status.ts'
import type { UpdateStatus } from '#shared/ipc/update-status.ts'
import type { ControlRefusal } from '#shared/protocol/grants.ts'
import { err, ok, type Result } from '#shared/result.ts'
import { createDesktopPlatform } from '../platform/desktop.ts'

/** The desktop app as its page sees it: what main would answer, what it was told, and what it says. */
export class FakeDesktop {
  readonly asked: string[] = []
  readonly published: AppStatus[] = []
  permission: CapturePermission = 'granted'
  /** By whether thumbnails were wanted; a failure for both when there is one. */
  sources: (thumbnails: boolean) => Promise<Result<CaptureSource[]>> = () => Promise.resolve(ok([]))
  chooseError: ErrorCode | null = null
  server: Result<Reply<'server:open'>> = ok({
    url: 'http://127.0.0.1:40123',
    browserUrls: ['http://192.168.1.5:40123'],
  })
  /** Servers of others on the local network. */
  nearby: FoundServer[] = []
  report: SettingsReport = {
    settings: {
      server: { kind: 'network' },
      networkPort: null,
      recentServers: [],
      openAtLogin: false,
      automaticUpdates: true,
      controlOnWayland: false,
      stopShortcut: 'CommandOrControl+Alt+Shift+X',
    },
    shortcutRefused: false,
    isWayland: false,
    brokenFile: null,
  }
  changeError: ErrorCode | null = null
  update: UpdateStatus = { kind: 'unavailable' }
  control: ControlReport = {
    availability: { point: null, control: null },
    grants: [],
    pointer: { kind: 'unchecked' },
    obstacle: null,
  }
  /** What the system says to control. */
  controlRefusal: ControlRefusal | null = null
  /** What viewers' mice and keyboards did, as it was handed on. */
  readonly inputs: ControlInput[] = []
  captureOutcome: CaptureOutcome = 'none'
  readonly #listeners = new Map<EventChannel, Set<(payload: never) => void>>()

  /** Something that main says. */
  say<C extends EventChannel>(channel: C, payload: Payload<C>): void {
    for (const listener of this.#listeners.get(channel) ?? []) listener(payload as never)
  }

  readonly bridge: Bridge = {
    capture: {
      list: ({ thumbnails }) => {
        this.asked.push(`list ${thumbnails ? 'with' : 'without'} thumbnails`)
        return this.sources(thumbnails)
      },
      choose: ({ requestId, choice }) => {
        const what = choice ? `${choice.sourceId}${choice.withSound ? ' with sound' : ''}` : 'nothing'
        this.asked.push(`choose ${what} for ${requestId}`)
        if (this.chooseError !== null) return Promise.resolve(err(failure(this.chooseError)))
        this.say('capture:settled', { requestId })
        return Promise.resolve(ok(undefined))
      },
      outcome: () => Promise.resolve(ok(this.captureOutcome)),
      permission: () => Promise.resolve(ok(this.permission)),
      openSettings: () => this.#note('open settings'),
      onRequested: (listener) => this.#on('capture:requested', listener),
      onSettled: (listener) => this.#on('capture:settled', listener),
    },
    control: {
      get: () => Promise.resolve(ok(this.control)),
      permission: () => Promise.resolve(ok(this.controlRefusal)),
      request: ({ guestId, level, by }) => this.#note(`${by} wants ${guestId} to ${level}`),
      extend: ({ guestId }) => this.#note(`extend ${guestId}`),
      openSettings: () => this.#note('open control settings'),
      input: (input) => void this.inputs.push(input),
      end: ({ guestId, reason }) => void this.asked.push(`end ${guestId} ${reason}`),
      onChanged: (listener) => this.#on('control:changed', listener),
    },
    server: {
      open: () => Promise.resolve(this.server),
      discover: () => Promise.resolve(ok([...this.nearby])),
    },
    settings: {
      get: () => Promise.resolve(ok(this.report)),
      change: (change) => Promise.resolve(this.#change(change)),
      onChanged: (listener) => this.#on('settings:changed', listener),
    },
    app: {
      about: () => Promise.resolve(ok({ version: '1.2.3', system: 'linux' as const })),
      relaunch: () => this.#note('relaunch'),
      onShown: (listener) => this.#on('app:shown', listener),
      onNavigated: (listener) => this.#on('app:navigated', listener),
    },
    update: {
      get: () => Promise.resolve(ok(this.update)),
      check: () => this.#note('check for updates'),
      install: () => this.#note('restart to update'),
      onChanged: (listener) => this.#on('update:changed', listener),
    },
    status: { publish: (status) => void this.published.push(status) },
    preferences: { publish: ({ locale, theme }) => void this.asked.push(`prefers ${locale} ${theme}`) },
    overlay: { onChanged: (listener) => this.#on('overlay:changed', listener) },
    share: { onCommanded: (listener) => this.#on('share:commanded', listener) },
    join: {
      onDismissed: (listener) => this.#on('join:dismissed', listener),
      onLinked: (listener) => this.#on('join:linked', listener),
    },
  }

  /** The platform of a page in this app. */
  readonly platform = createDesktopPlatform(this.bridge, { writeText: () => Promise.resolve() })

  #note(what: string): Promise<Result<undefined>> {
    this.asked.push(what)
    return Promise.resolve(ok(undefined))
  }

  #change(change: SettingsChange): Result<SettingsReport> {
    this.asked.push(`change ${JSON.stringify(change)}`)
    if (this.changeError !== null) return err(failure(this.changeError))
    const settings = { ...this.report.settings, ...change } as SettingsReport['settings']
    this.report = { ...this.report, settings }
    return ok(this.report)
  }

  #on(channel: EventChannel, listener: (payload: never) => void): () => void {
    const listeners = this.#listeners.get(channel) ?? new Set()
    this.#listeners.set(channel, listeners)
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
}
