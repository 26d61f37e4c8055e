import type { Bounds } from './chromium/window.ts'

/** What a test decides about the computer that the app finds itself on. */
export interface StandInOptions {
  /** Of the only screen, in pixels. */
  readonly screen: { readonly width: number; readonly height: number }
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
