import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_WHEEL, pointerButtons, type InputDraft } from '#shared/protocol/input.ts'
import { keyCodes } from '#shared/protocol/key-codes.ts'
import { isNewer } from '#shared/protocol/motion.ts'
import { createControlPair } from './testing/control-pair.ts'

const fraction = fc.double({ min: 0, max: 1, noNaN: true })
const at = fc.record({ x: fraction, y: fraction })
/** Small enough that no sum of them has to be cut. */
const turn = fc.integer({ min: -MAX_WHEEL / 200, max: MAX_WHEEL / 200 })

const draft: fc.Arbitrary<InputDraft> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('move'), at }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('wheel'), dx: turn, dy: turn, at }) },
  fc.record({
    type: fc.constant('button'),
    button: fc.constantFrom(...pointerButtons),
    pressed: fc.boolean(),
    at,
  }),
  fc.record({
    type: fc.constant('key'),
    code: fc.constantFrom(...keyCodes.slice(0, 4)),
    pressed: fc.boolean(),
  }),
  fc.record({ type: fc.constant('text'), text: fc.constantFrom('a', '한', '😀', 'é\n') }),
  fc.constant({ type: 'release-all' } as const),
)

type Step =
  | { readonly kind: 'send'; readonly draft: InputDraft }
  | { readonly kind: 'paint' }
  | { readonly kind: 'fill'; readonly control: number; readonly motion: number }

/** A viewer at work while the link's queues fill and drain as they like. */
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: draft.map((it): Step => ({ kind: 'send', draft: it })) },
    { weight: 2, arbitrary: fc.constant<Step>({ kind: 'paint' }) },
    fc.record({
      kind: fc.constant('fill'),
      control: fc.constantFrom(0, 1024, 1025, 1_000_000),
      motion: fc.constantFrom(0, 9, 90),
    }),
  ),
  { maxLength: 80 },
)

const run = (all: readonly Step[]) => {
  const pair = createControlPair()
  /** How many inputs had arrived when each draft that may not wait had been handed over. */
  const prompt: { readonly draft: InputDraft; readonly arrived: number }[] = []
  for (const step of all) {
    if (step.kind === 'paint') pair.paint()
    else if (step.kind === 'fill') {
      pair.control.bufferedAmount = step.control
      pair.motion.bufferedAmount = step.motion
    } else {
      pair.viewer.send(step.draft)
      prompt.push({ draft: step.draft, arrived: pair.inputs.length })
    }
  }
  pair.control.bufferedAmount = 0
  pair.motion.bufferedAmount = 0
  while (pair.isWaitingForFrame) pair.paint()
  return { pair, prompt, sent: prompt.map((it) => it.draft) }
}

const unnumbered = (input: object): object => ({ ...input, sequence: undefined })

describe('however full the link is', () => {
  it('buttons, text and the first press of a key arrive at once, all of them and in order', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const { pair, prompt } = run(all)
        const isPrompt = ({ type }: { readonly type: string }) =>
          ['button', 'text', 'release-all'].includes(type)
        const arrived = pair.inputs.filter(isPrompt)
        const sent = prompt.filter((it) => isPrompt(it.draft))
        expect(arrived.map(unnumbered)).toEqual(sent.map((it) => unnumbered(it.draft)))
        for (const [index, it] of sent.entries())
          expect(pair.inputs.indexOf(arrived[index]!)).toBe(it.arrived - 1)
      }),
    )
  })

  it('of keys, repetitions alone are left out', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const { pair, sent } = run(all)
        const changes = (inputs: readonly InputDraft[]): string[] => {
          const held = new Set<string>()
          return inputs.flatMap((it) => {
            if (it.type === 'release-all') held.clear()
            if (it.type !== 'key') return []
            const isRepeated = it.pressed && held.has(it.code)
            if (it.pressed) held.add(it.code)
            else held.delete(it.code)
            return isRepeated ? [] : [`${it.pressed ? '+' : '-'}${it.code}`]
          })
        }
        expect(changes(pair.inputs)).toEqual(changes(sent))
      }),
    )
  })

  it('the wheel turns as far as it was turned', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const { pair, sent } = run(all)
        const sum = (inputs: readonly InputDraft[]): readonly [number, number] =>
          inputs.reduce<[number, number]>(
            ([dx, dy], it) => (it.type === 'wheel' ? [dx + it.dx, dy + it.dy] : [dx, dy]),
            [0, 0],
          )
        expect(sum(pair.inputs)).toEqual(sum(sent))
      }),
    )
  })

  it('the pointer ends where it was moved last, and its numbers only grow', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const { pair, sent } = run(all)
        const isPlaced = (it: InputDraft) => it.type === 'move' || it.type === 'button'
        const last = sent.findLast(isPlaced)
        const end = pair.inputs.findLast(isPlaced)
        expect(end?.type).toBe(last?.type)
        if (last && 'at' in last && end && 'at' in end) {
          expect(end.at.x).toBeCloseTo(last.at.x, 4)
          expect(end.at.y).toBeCloseTo(last.at.y, 4)
        }
        const numbers = pair.inputs.flatMap((it) => ('sequence' in it ? [it.sequence] : []))
        for (const [index, number] of numbers.entries())
          expect(index === 0 || isNewer(number, numbers[index - 1]!)).toBe(true)
      }),
    )
  })
})

describe('moves that are lost, late or doubled', () => {
  it('never take the pointer back', () => {
    fc.assert(
      fc.property(steps, fc.array(fc.nat(5), { minLength: 1 }), (all, chances) => {
        const pair = createControlPair()
        const { hostMotion } = pair
        const deliver = hostMotion.receive.bind(hostMotion)
        const late: unknown[] = []
        let count = 0
        hostMotion.receive = (data) => {
          const chance = chances[count++ % chances.length]
          if (chance === 0) return
          if (chance === 1) late.push(data)
          else deliver(data)
          if (chance === 2) deliver(data)
          if (chance === 3) for (const old of late.splice(0)) deliver(old)
        }
        for (const step of all) {
          if (step.kind === 'send') pair.viewer.send(step.draft)
          if (step.kind === 'paint') pair.paint()
        }
        for (const old of late) deliver(old)
        const numbers = pair.inputs.flatMap((it) => ('sequence' in it ? [it.sequence] : []))
        for (const [index, number] of numbers.entries())
          expect(index === 0 || isNewer(number, numbers[index - 1]!)).toBe(true)
      }),
    )
  })
})
