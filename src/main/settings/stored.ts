import * as v from 'valibot'
import { preferencesSchema, settingsSchema } from '#shared/ipc/settings.ts'

/** What is kept between two starts of the app. */
const pixels = v.pipe(v.number(), v.safeInteger())

/** Where the window was; in device-independent pixels. */
export const windowPlaceSchema = v.strictObject({
  x: pixels,
  y: pixels,
  width: v.pipe(pixels, v.minValue(1)),
  height: v.pipe(pixels, v.minValue(1)),
  maximized: v.boolean(),
})
export type WindowPlace = v.InferOutput<typeof windowPlaceSchema>

/** The present form of the file. A change to it raises the version and adds a step to `migrations`. */
export const STORED_VERSION = 3

export const storedSchema = v.strictObject({
  version: v.literal(STORED_VERSION),
  settings: settingsSchema,
  /** As the renderer last had them, for menus before there is a window; null until it has said so. */
  preferences: v.nullable(preferencesSchema),
  window: v.nullable(windowPlaceSchema),
  /** The screen that "share now" shows; null for the primary one. */
  lastDisplayId: v.nullable(v.string()),
})
export type Stored = v.InferOutput<typeof storedSchema>

export const defaultStored: Stored = {
  version: STORED_VERSION,
  settings: {
    server: { kind: 'network' },
    networkPort: null,
    recentServers: [],
    openAtLogin: false,
    automaticUpdates: true,
    controlOnWayland: false,
    // Free on all three systems, and hard to press by accident.
    stopShortcut: 'CommandOrControl+Alt+Shift+X',
  },
  preferences: null,
  window: null,
  lastDisplayId: null,
}
