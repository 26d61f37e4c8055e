import * as v from 'valibot'
import { MAX_TEXT_LENGTH, pointerButtons } from '#shared/protocol/input.ts'
import { keyCodes } from '#shared/protocol/key-codes.ts'
import { closedReasons } from './backend.ts'
import { portalRefusals } from './portal-refusals.ts'

/** What main and the injector's process say to each other; each side parses what it gets. */

const coordinate = v.pipe(v.number(), v.safeInteger(), v.minValue(-1_000_000), v.maxValue(1_000_000))
const pointSchema = v.strictObject({ x: coordinate, y: coordinate })
const delta = v.pipe(v.number(), v.safeInteger())
const button = v.picklist(pointerButtons)
const code = v.picklist(keyCodes)
const pressed = v.boolean()

/** Of a screen, one way. */
export const extent = v.pipe(v.number(), v.safeInteger(), v.minValue(1))
const screenSchema = v.strictObject({ width: extent, height: extent })
export type ScreenSize = v.InferOutput<typeof screenSchema>

/** One thing to be done, as backend.ts describes it. */
export const commandSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('move'), to: pointSchema }),
  v.strictObject({ kind: v.literal('button'), button, pressed }),
  v.strictObject({ kind: v.literal('wheel'), dx: delta, dy: delta }),
  v.strictObject({ kind: v.literal('key'), code, pressed }),
  v.strictObject({ kind: v.literal('text'), text: v.pipe(v.string(), v.maxLength(MAX_TEXT_LENGTH)) }),
])
export type Command = v.InferOutput<typeof commandSchema>

export const toInjectorSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('inject'), commands: v.array(commandSchema) }),
  /** Drops what is not typed yet, and lets go of everything: what this process holds, and what one before it held. */
  v.strictObject({ kind: v.literal('release'), keys: v.array(code), buttons: v.array(button) }),
  v.strictObject({ kind: v.literal('locate'), id: v.number() }),
  /** Said again and again while somebody controls: without it for a while, main is gone and everything is released. */
  v.strictObject({ kind: v.literal('attend') }),
  /** Nobody controls any more: the process lets go of everything, puts back what it changed, and ends. */
  v.strictObject({ kind: v.literal('end') }),
])
export type ToInjector = v.InferOutput<typeof toInjectorSchema>

export const fromInjectorSchema = v.variant('kind', [
  /** `screen` where points are of one screen alone (Backend.screen). */
  v.strictObject({ kind: v.literal('ready'), screen: v.nullable(screenSchema) }),
  /** There is no backend for this system, or it does not start; `refusal` where the portal said why. */
  v.strictObject({ kind: v.literal('failed'), refusal: v.nullable(v.picklist(portalRefusals)) }),
  /** Where the pointer is; null where that is not told. */
  v.strictObject({ kind: v.literal('located'), id: v.number(), at: v.nullable(pointSchema) }),
  /** The person at the computer used mouse or keyboard. */
  v.strictObject({ kind: v.literal('local-input') }),
  /** One text after the other: of it, nothing more is to be typed. Not said of one that a release has cut. */
  v.strictObject({ kind: v.literal('typed') }),
  /** The system refused an input. */
  v.strictObject({ kind: v.literal('refused') }),
  /** Characters that this computer's layout may lack were sent to be typed. */
  v.strictObject({ kind: v.literal('text-uncertain') }),
  /** The system took mouse and keyboard back, or is lost. */
  v.strictObject({ kind: v.literal('closed'), reason: v.picklist(closedReasons) }),
])
export type FromInjector = v.InferOutput<typeof fromInjectorSchema>

/** Of the process: mouse and keyboard are asked for at Wayland's portal. */
export const PORTAL_ARGUMENT = '--portal'

/** How often main says `attend`, and how long the injector waits for it. */
export const ATTEND_INTERVAL_MS = 500
export const ATTEND_TIMEOUT_MS = 2_000
