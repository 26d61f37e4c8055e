import type { Bounds } from './chromium/window.ts'

/** What a test decides about the computer that the app finds itself on. */
export interface StandInOptions {
  /** Of the only screen, in pixels, where there is no X server to ask. */
  readonly screen: { readonly width: number; readonly height: number }
  /** Pixels of the screen for each device-independent one, as by `--force-device-scale-factor`. */
  readonly scaleFactor: number
  /** What Chromium captures, by the name that its own picker has for it. */
  readonly captures: string
  /** Where the app's window is put, so that it covers nothing that matters. */
  readonly windowArea: Bounds
  /** Windows of other programs that can be shared, by title. */
  readonly otherWindows: readonly string[]
  /** As in `process.platform`. */
  readonly platform: NodeJS.Platform
  /** What macOS says of screen recording. */
  readonly screenAccess: 'granted' | 'denied' | 'not-determined'
}

const VARIABLE = 'STAND_IN_OPTIONS'

/** Environment of a stand-in process. */
export const toEnvironment = (options: StandInOptions): Record<string, string> => ({
  [VARIABLE]: JSON.stringify(options),
})

/** Takes the options out of the environment, which the app is not to see them in. */
export const takeOptions = (): StandInOptions => {
  const { [VARIABLE]: text, ...env } = process.env
  if (text === undefined) throw new Error(`${VARIABLE} is not set`)
  process.env = env
  return JSON.parse(text) as StandInOptions
}
