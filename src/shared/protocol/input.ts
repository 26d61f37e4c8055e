import * as v from 'valibot'
import { keyCodes } from './key-codes.ts'
import { MAX_SEQUENCE } from './motion.ts'

/**
 * What a viewer's mouse and keyboard do, as it crosses the link and then the border between renderer and main. Both
 * parse it with these schemas; what main does with it is decided by its gate.
 */

/** The longest text of one message, in UTF-16 units; longer input is sent in pieces, whole characters each. */
export const MAX_TEXT_LENGTH = 1000
/**
 * How many UTF-16 units of text a viewer sends at once, and per second from then on: a long paste takes its time. Hosts
 * take more, and drop what is far above it.
 */
export const TEXT_ALLOWANCE = { burst: 2_000, perSecond: 800 } as const
/** `dx` and `dy` of a wheel that count as one notch, as in Windows' WHEEL_DELTA. */
export const WHEEL_NOTCH = 120
/** The furthest one message scrolls. */
export const MAX_WHEEL = 50 * WHEEL_NOTCH
/** More keys than anybody has fingers for. */
const MAX_HELD_KEYS = 24

const unit = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(1))
/** A place in the picture: fractions of the frame's width and height, so that a pixel i of n covers [i/n, (i+1)/n). */
export const framePointSchema = v.strictObject({ x: unit, y: unit })
export type FramePoint = v.InferOutput<typeof framePointSchema>

/** One count for all that has a place, over both channels: a move older than a click must not follow it. */
const sequence = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(MAX_SEQUENCE))
const placed = { at: framePointSchema, sequence }

export const pointerButtons = ['left', 'middle', 'right', 'back', 'forward'] as const
export type PointerButton = (typeof pointerButtons)[number]
const button = v.picklist(pointerButtons)
const key = v.picklist(keyCodes)
const pressed = v.boolean()

const wheelDelta = v.pipe(v.number(), v.safeInteger(), v.minValue(-MAX_WHEEL), v.maxValue(MAX_WHEEL))

/** Whole characters; of control characters line feed and tab alone. */
const typeable = /^(?:[^\p{Cc}\p{Cs}]|[\n\t])+$/u

const moveSchema = v.strictObject({ type: v.literal('move'), ...placed })

/** All but moves, which have a channel and a layout of their own. */
export const reliableInputs = [
  v.strictObject({ type: v.literal('button'), button, pressed, ...placed }),
  /** In 120ths of a notch; positive scrolls down and right, as `WheelEvent` has it. */
  v.strictObject({ type: v.literal('wheel'), dx: wheelDelta, dy: wheelDelta, ...placed }),
  /** A physical key; pressed again without release in between is its repetition. */
  v.strictObject({ type: v.literal('key'), code: key, pressed }),
  /** Characters to be typed whatever the two layouts are; line feed and tab stand for their keys. */
  v.strictObject({
    type: v.literal('text'),
    text: v.pipe(v.string(), v.maxLength(MAX_TEXT_LENGTH), v.regex(typeable)),
  }),
  /**
   * All that the viewer holds down at this moment. Sent at least each `HELD_INTERVAL_MS` while there is a grant: the
   * host lets go of what is not in it, and of everything when none comes.
   */
  v.strictObject({
    type: v.literal('held'),
    keys: v.pipe(v.array(key), v.maxLength(MAX_HELD_KEYS)),
    buttons: v.pipe(v.array(button), v.maxLength(pointerButtons.length)),
  }),
  /** The viewer lets go of everything: its window lost the focus, or hides. */
  v.strictObject({ type: v.literal('release-all') }),
] as const

export const inputSchema = v.variant('type', [moveSchema, ...reliableInputs])
export type Input = v.InferOutput<typeof inputSchema>
export type PlacedInput = Extract<Input, { readonly at: FramePoint }>
type Unnumbered<Each extends Input> = Each extends Input ? Omit<Each, 'sequence'> : never
/** An input as it arises at the viewer, before its channel numbers it. */
export type InputDraft = Unnumbered<Input>

/** How often a viewer says what it holds. */
export const HELD_INTERVAL_MS = 500
/**
 * Without word for this long, the host lets go of everything: three confirmations are missing then, and all is up within
 * two seconds.
 */
export const HELD_TIMEOUT_MS = 1_700
