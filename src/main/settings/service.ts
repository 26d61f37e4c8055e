import { failure } from '#shared/errors.ts'
import { Emitter } from '#shared/emitter.ts'
import type { Preferences, Settings, SettingsChange, SettingsReport } from '#shared/ipc/settings.ts'
import { err, ok, type Result } from '#shared/result.ts'
import type { Log } from '../log/log.ts'
import type { SettingsStore } from './store.ts'

const MAX_RECENT_SERVERS = 5

export interface SettingsServiceOptions {
  readonly store: SettingsStore
  readonly setOpenAtLogin: (openAtLogin: boolean) => Promise<void>
  readonly isWayland: boolean
  readonly canTakeShortcut: (accelerator: string) => boolean
  readonly log: Log
}

export interface SettingsServiceEvents {
  changed: [SettingsReport]
  preferencesChanged: [Preferences]
}

/** The server in use comes first; none stands there twice. */
export const rememberServer = (recent: readonly string[], { server }: Pick<Settings, 'server'>): string[] =>
  server.kind === 'hosted' ? [...new Set([server.url, ...recent])].slice(0, MAX_RECENT_SERVERS) : [...recent]

/** The settings as people change them: with what a change means to the system, and whether that worked. */
export class SettingsService extends Emitter<SettingsServiceEvents> {
  readonly #options: SettingsServiceOptions
  #shortcutRefused = false

  constructor(options: SettingsServiceOptions) {
    super()
    this.#options = options
  }

  get current(): Settings {
    return this.#options.store.current.settings
  }

  get report(): SettingsReport {
    return {
      settings: this.current,
      shortcutRefused: this.#shortcutRefused,
      isWayland: this.#options.isWayland,
      brokenFile: this.#options.store.brokenFile,
    }
  }

  /** Applies and keeps a change. `not-allowed` when the system does not let the app start at login. */
  async change(change: SettingsChange): Promise<Result<SettingsReport>> {
    const { store, setOpenAtLogin, canTakeShortcut, log } = this.#options
    const { openAtLogin, stopShortcut } = change
    if (openAtLogin !== undefined && openAtLogin !== this.current.openAtLogin) {
      try {
        await setOpenAtLogin(openAtLogin)
      } catch (cause) {
        log.error('login item not changed', cause)
        return err(failure('not-allowed', { cause }))
      }
    }
    // A shortcut that cannot be had is kept all the same: the other program may not always run.
    if (stopShortcut !== undefined)
      this.#shortcutRefused = stopShortcut !== null && !canTakeShortcut(stopShortcut)
    const settings = { ...this.current, ...withoutUndefined(change) }
    store.update({
      settings: { ...settings, recentServers: rememberServer(settings.recentServers, settings) },
    })
    this.emit('changed', this.report)
    return ok(this.report)
  }

  /** The shortcut could, or could not, be taken when it was needed. */
  noteShortcut(works: boolean): void {
    if (this.#shortcutRefused === !works) return
    this.#shortcutRefused = !works
    this.emit('changed', this.report)
  }

  setPreferences(preferences: Preferences): void {
    this.#options.store.update({ preferences })
    this.emit('preferencesChanged', preferences)
  }
}

/** An optional field that is there but undefined would overwrite what it does not mean to change. */
const withoutUndefined = (change: SettingsChange): Partial<Settings> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
