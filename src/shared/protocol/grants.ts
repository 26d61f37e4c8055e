import * as v from 'valibot'

/** What a host lets a viewer do beyond watching, in words that both sides of every border share. */

/** What can be asked for. `control` contains `point`. */
export const controlLevels = ['point', 'control'] as const
export type ControlLevel = (typeof controlLevels)[number]
export const controlLevelSchema = v.picklist(controlLevels)

/** Why a level cannot be had from this host now, whoever asks. Sentences are the renderer's (`control.refusals`). */
export const controlRefusals = [
  /** A window is shared, and windows have no place on the screen that could be relied on. */
  'window-shared',
  /** The shared screen is none that the system could name. */
  'screen-unknown',
  /** Programs cannot press keys for others under Wayland; or could, by its portal, and the person has not allowed that. */
  'wayland',
  /** Wayland: several screens, or one that is scaled, so that nobody could say where a click lands. */
  'wayland-screens',
  /** The host shares from a browser. */
  'web-host',
  /** Not on this system, or the part that presses keys does not start. */
  'unsupported',
  /** macOS: the system does not allow it yet (Accessibility). */
  'permission-missing',
  /** Nothing is shared, or the picture is paused. */
  'not-sharing',
] as const
export type ControlRefusal = (typeof controlRefusals)[number]
export const controlRefusalSchema = v.picklist(controlRefusals)

/** From how long before its end on a viewer that controls may ask for its time to start anew. */
export const MORE_TIME_MS = 5 * 60_000

/** So long a viewer whose connection is interrupted keeps what it may do; it may come back later, and ask again. */
export const INTERRUPTION_LIMIT_MS = 10_000

/** Null where the level can be asked for. */
export const availabilitySchema = v.strictObject({
  point: v.nullable(controlRefusalSchema),
  control: v.nullable(controlRefusalSchema),
})
export type ControlAvailability = v.InferOutput<typeof availabilitySchema>

/** Why a viewer may no longer, or not, what it wanted. Sentences are the renderer's (`control.endings`). */
export const grantEndings = [
  /** The host's person said no, or took it away. */
  'denied',
  'revoked',
  /** Nobody answered the question in time. */
  'unanswered',
  /** It had said no a moment ago, or another question is open. */
  'too-often',
  'unavailable',
  'expired',
  'given-back',
  /** Another viewer controls now. */
  'handed-over',
  'locked',
  'suspended',
  'source-changed',
  'sharing-ended',
  'disconnected',
  /** The connection was interrupted for longer than `INTERRUPTION_LIMIT_MS`. */
  'interrupted',
  /** The part that presses keys failed too often. */
  'failed',
] as const
export type GrantEnding = (typeof grantEndings)[number]
const ending = v.nullable(v.picklist(grantEndings))

/** The states of machines/control.ts that a viewer can be told; `until` is how the end is written on that border. */
const grantVariants = <const Until extends v.ObjectEntries>(until: Until) =>
  v.variant('state', [
    v.strictObject({ state: v.literal('none'), reason: ending }),
    v.strictObject({ state: v.literal('asked'), level: controlLevelSchema }),
    /** `reason` says why it is no more than pointing, if more was asked for. */
    v.strictObject({ state: v.literal('pointing'), reason: ending, ...until }),
    v.strictObject({ state: v.literal('raising'), ...until }),
    v.strictObject({ state: v.literal('controlling'), ...until }),
    /** The host's person uses mouse or keyboard at this moment; it goes on by itself. */
    v.strictObject({ state: v.literal('paused'), ...until }),
  ])

const durationMs = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** Over the link: clocks differ, so the end is told as time left. Null goes on until somebody ends it. */
export const remoteGrantSchema = grantVariants({ remainingMs: v.nullable(durationMs) })
export type RemoteGrant = v.InferOutput<typeof remoteGrantSchema>

/** Within one computer: milliseconds since the epoch. */
export const localGrantSchema = grantVariants({ expiresAt: v.nullable(durationMs) })
export type LocalGrant = v.InferOutput<typeof localGrantSchema>

export const toRemoteGrant = (grant: LocalGrant, now: number): RemoteGrant => {
  if (!('expiresAt' in grant)) return grant
  const { expiresAt, ...rest } = grant
  return { ...rest, remainingMs: expiresAt === null ? null : Math.max(0, expiresAt - now) }
}

/** Whether the pointer lands where it is sent: main moves it, reads it back, and compares. */
export const pointerCheckSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('unchecked') }),
  v.strictObject({ kind: v.literal('exact') }),
  /** The largest distance found, in physical pixels, rounded up. */
  v.strictObject({ kind: v.literal('off'), pixels: v.pipe(v.number(), v.safeInteger(), v.minValue(1)) }),
  /** This system does not tell where the pointer is. */
  v.strictObject({ kind: v.literal('unverifiable') }),
])
export type PointerCheck = v.InferOutput<typeof pointerCheckSchema>

/** Why what the viewer who controls did just now had no effect. Sentences are the renderer's (`control.obstacles`). */
export const controlObstacles = [
  /** The host's system took it from nobody: a window of higher rights has the focus, or no key is free. */
  'system-refuses',
  /** It would have gone to a window of Beckon itself, which may lie behind others. */
  'own-window',
  /**
   * A text was dropped half typed: displays changed, a question came up, the injector was lost… The viewer drops the rest
   * of it as well, and answers with `release-all`; until then the host takes neither text nor keys.
   */
  'text-cut',
  /** Wayland: characters were typed that the host's keyboard may lack, and its system does not say whether they arrived. */
  'text-uncertain',
  /**
   * The connection was interrupted: what comes late was meant for a picture that has gone by. The viewer answers with
   * `release-all`, which comes after all of that; until then the host takes nothing.
   */
  'interrupted',
] as const
export type ControlObstacle = (typeof controlObstacles)[number]
export const obstacleSchema = v.nullable(v.picklist(controlObstacles))
