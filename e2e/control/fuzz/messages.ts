import { encodeControl, type ViewerControl } from '../../../src/shared/protocol/control-messages.ts'
import { pointerButtons } from '../../../src/shared/protocol/input.ts'
import { keyCodes } from '../../../src/shared/protocol/key-codes.ts'
import { encodeMotion, MAX_SEQUENCE } from '../../../src/shared/protocol/motion.ts'
import type { Random } from '../../../signaling-server/fuzz/random.ts'

/** What arrives on one of a link's two channels. */
export interface Arrival {
  readonly channel: 'control' | 'motion'
  readonly data: unknown
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const texts = [
  'a',
  '한글',
  '👩‍💻',
  '\u0000',
  '\ud800',
  '\u001b[2J',
  '\n\t',
  'x'.repeat(1001),
  '__proto__',
  '',
] as const
const numbers = [
  0,
  -0,
  1,
  -1,
  0.5,
  1.0000001,
  1e308,
  -1e308,
  MAX_SEQUENCE,
  MAX_SEQUENCE + 1,
  2 ** 53,
] as const

const oddValue = (random: Random): Json =>
  random.pick<() => Json>([
    () => random.pick(numbers),
    () => random.pick(texts),
    () => null,
    () => random.unit() < 0.5,
    () => [],
    () => Array.from({ length: 30 }, () => random.pick(keyCodes as never)),
    () => ({ x: random.pick(numbers), y: random.pick(numbers) }),
    () => ({ constructor: 1, length: -1 }),
  ])()

const place = (random: Random) => ({ x: random.unit(), y: random.unit() })
const sequence = (random: Random): number =>
  random.unit() < 0.9 ? random.below(200) : random.below(MAX_SEQUENCE)

/** A message as a viewer of this version sends it. */
const rightMessage = (random: Random): ViewerControl =>
  random.pick<() => ViewerControl>([
    () => ({
      type: 'button',
      button: random.pick(pointerButtons),
      pressed: random.unit() < 0.5,
      at: place(random),
      sequence: sequence(random),
    }),
    () => ({
      type: 'wheel',
      dx: random.below(12_001) - 6_000,
      dy: random.below(12_001) - 6_000,
      at: place(random),
      sequence: sequence(random),
    }),
    () => ({ type: 'key', code: random.pick(keyCodes), pressed: random.unit() < 0.5 }),
    () => ({ type: 'text', text: random.pick(['a', 'é', '한', '👍🏽', '\n']) }),
    () => ({
      type: 'held',
      keys: Array.from({ length: random.below(5) }, () => random.pick(keyCodes as never)),
      buttons: random.unit() < 0.3 ? [random.pick(pointerButtons)] : [],
    }),
    () => ({ type: 'release-all' }),
    () => ({ type: 'request', level: random.pick(['point', 'control']) }),
  ])()

/** Puts something else in one place of a message, leaves a field out, or adds one. */
const spoil = (value: Json, random: Random): Json => {
  if (value === null || typeof value !== 'object' || random.unit() < 0.3) return oddValue(random)
  if (Array.isArray(value)) return [...value, oddValue(random)]
  const keys = Object.keys(value)
  const key = keys[random.below(keys.length)]
  if (key === undefined) return oddValue(random)
  const { [key]: chosen = null, ...rest } = value
  return random.pick<() => Json>([
    () => rest,
    () => ({ ...value, [random.pick(texts)]: oddValue(random) }),
    () => ({ ...value, [key]: spoil(chosen, random) }),
    () => ({ ...value, [key]: oddValue(random) }),
  ])()
}

const spoilText = (text: string, random: Random): string => {
  const at = random.below(text.length)
  return random.pick<() => string>([
    () => text.slice(0, at),
    () => text.slice(0, at) + String.fromCharCode(random.below(0x1_0000)) + text.slice(at + 1),
    () => text + text,
    () => text.repeat(60),
    () => '['.repeat(7_000),
  ])()
}

const rightMotion = (random: Random): Uint8Array<ArrayBuffer> =>
  encodeMotion({ at: place(random), sequence: sequence(random) })

const spoilBytes = (bytes: Uint8Array<ArrayBuffer>, random: Random): unknown =>
  random.pick<() => unknown>([
    () => bytes.with(random.below(bytes.length), random.below(256)).buffer,
    () => bytes.slice(0, random.below(bytes.length)).buffer,
    () => Uint8Array.from([...bytes, random.below(256)]),
    () => new ArrayBuffer(0),
    () => 'text',
    () => null,
  ])()

/** Messages that are right, nearly right and wrong, on either channel. */
export const nextArrival = (random: Random): Arrival => {
  if (random.unit() < 0.3) {
    const bytes = rightMotion(random)
    return { channel: 'motion', data: random.unit() < 0.5 ? bytes.buffer : spoilBytes(bytes, random) }
  }
  const text = encodeControl(rightMessage(random))
  const data = random.pick<() => unknown>([
    () => text,
    () => JSON.stringify(spoil(JSON.parse(text) as Json, random)),
    () => JSON.stringify(spoil(JSON.parse(text) as Json, random)),
    () => spoilText(text, random),
    () => random.pick<unknown>([null, 7, text.length, new ArrayBuffer(9), { v: 1 }]),
  ])()
  return { channel: 'control', data }
}
