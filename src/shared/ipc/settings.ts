import * as v from 'valibot'

/** A web origin as `URL.origin` writes it: `https://beckon.example`, `http://192.168.1.5:7300`, `http://[fd00::5]`. */
export const originSchema = v.pipe(
  v.string(),
  v.maxLength(256),
  v.regex(/^https?:\/\/([a-z\d.-]+|\[[a-f\d:]+\])(:\d{1,5})?$/),
)

const portSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1024), v.maxValue(65_535))

/** Where this app opens its sessions. */
export const serverChoiceSchema = v.variant('kind', [
  /** The server inside this app, for people on the same network. */
  v.strictObject({ kind: v.literal('network') }),
  /** A server that somebody hosts. */
  v.strictObject({ kind: v.literal('hosted'), url: originSchema }),
])
export type ServerChoice = v.InferOutput<typeof serverChoiceSchema>

/** An accelerator as Electron writes it, for example `CommandOrControl+Alt+Shift+X`. */
const acceleratorSchema = v.pipe(v.string(), v.maxLength(64), v.regex(/^[\w+]+$/))

/** What a person sets in the desktop app, beside the preferences that both editions have. */
export const settingsSchema = v.strictObject({
  server: serverChoiceSchema,
  /** Of the server inside this app; null takes any that is free. */
  networkPort: v.nullable(portSchema),
  /** Hosted servers used before, the latest first. */
  recentServers: v.pipe(v.array(originSchema), v.maxLength(5)),
  openAtLogin: v.boolean(),
  /** Whether newer releases are looked for, and downloaded, unasked. */
  automaticUpdates: v.boolean(),
  /** Linux under Wayland: whether viewers may ask for control, which the system's portal is then asked for as well. */
  controlOnWayland: v.boolean(),
  /** Stops sharing from anywhere; null for none. */
  stopShortcut: v.nullable(acceleratorSchema),
})
export type Settings = v.InferOutput<typeof settingsSchema>

/** A change to the settings: what is absent stays. */
export const settingsChangeSchema = v.partial(v.omit(settingsSchema, ['recentServers']))
export type SettingsChange = v.InferOutput<typeof settingsChangeSchema>

export const settingsReportSchema = v.strictObject({
  settings: settingsSchema,
  /** The shortcut is another program's, or not one that this system can have. */
  shortcutRefused: v.boolean(),
  /** This desktop is one under Wayland, which `controlOnWayland` is about. */
  isWayland: v.boolean(),
  /** Name of the file that holds the settings which could not be read at this start; null when all was well. */
  brokenFile: v.nullable(v.string()),
})
export type SettingsReport = v.InferOutput<typeof settingsReportSchema>

export const locales = ['en', 'ko'] as const
export const themes = ['system', 'light', 'dark'] as const

/** Preferences of the renderer that main needs as well: the language of menus, the colours of the window's frame. */
export const preferencesSchema = v.strictObject({
  locale: v.picklist(locales),
  theme: v.picklist(themes),
})
export type Preferences = v.InferOutput<typeof preferencesSchema>
export type Locale = Preferences['locale']
