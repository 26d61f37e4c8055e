import { describe, expect, it } from 'vitest'
import type { PlacedInput } from '#shared/protocol/input.ts'
import { POINTER_COLOURS } from '#shared/pointer-colours.ts'
import { Pointers } from './pointers.ts'

const nameOf = (guestId: string): string => guestId.toUpperCase()
const move = (x: number, sequence: number): PlacedInput => ({ type: 'move', at: { x, y: 0.5 }, sequence })
const press = (x: number, sequence: number, pressed = true): PlacedInput => ({
  type: 'button',
  button: 'left',
  pressed,
  at: { x, y: 0.5 },
  sequence,
})

const createPointers = () => {
  const clock = { time: 1_000, now: () => clock.time }
  return { clock, pointers: new Pointers(clock) }
}

describe('pointers of viewers', () => {
  it('appear once their viewer has pointed, under its name, each in a colour of its own', () => {
    const { pointers } = createPointers()
    pointers.keep(['ada', 'bo'])
    expect(pointers.list(nameOf)).toEqual([])
    expect(pointers.note('bo', move(0.25, 1))).toBe(true)
    expect(pointers.note('ada', move(0.75, 1))).toBe(true)
    expect(pointers.list(nameOf)).toEqual([
      { id: 'ada', name: 'ADA', colour: 0, at: { x: 0.75, y: 0.5 }, clicks: 0 },
      { id: 'bo', name: 'BO', colour: 1, at: { x: 0.25, y: 0.5 }, clicks: 0 },
    ])
  })

  it('of whoever may not point are not there, and go when it may no more', () => {
    const { pointers } = createPointers()
    expect(pointers.note('eve', move(0.5, 1))).toBe(false)
    pointers.keep(['ada'])
    pointers.note('ada', move(0.5, 1))
    pointers.keep([])
    expect(pointers.list(nameOf)).toEqual([])
    pointers.keep(['ada'])
    expect(pointers.list(nameOf)).toEqual([])
  })

  it('count presses, and take no late move for a new one', () => {
    const { pointers } = createPointers()
    pointers.keep(['ada'])
    pointers.note('ada', press(0.4, 5))
    pointers.note('ada', press(0.4, 6, false))
    expect(pointers.note('ada', move(0.1, 4))).toBe(false)
    // A click is never late: it comes on the channel that keeps order.
    expect(pointers.note('ada', press(0.2, 3))).toBe(true)
    expect(pointers.list(nameOf)).toMatchObject([{ at: { x: 0.2 }, clicks: 2 }])
  })

  it('move so often, and no more', () => {
    const { clock, pointers } = createPointers()
    pointers.keep(['ada'])
    const storm = (from: number): number =>
      Array.from({ length: 1_000 }, (_, i) => pointers.note('ada', move(0.5, from + i))).filter(Boolean)
        .length
    expect(storm(1)).toBe(200)
    clock.time += 500
    expect(storm(2_000)).toBe(100)
  })

  it('share colours only when there are more than there are colours', () => {
    const { pointers } = createPointers()
    const ids = Array.from({ length: POINTER_COLOURS + 1 }, (_, i) => `viewer ${String(i)}`)
    pointers.keep(ids)
    for (const id of ids) pointers.note(id, move(0.5, 1))
    const colours = pointers.list(nameOf).map(({ colour }) => colour)
    expect(new Set(colours.slice(0, POINTER_COLOURS)).size).toBe(POINTER_COLOURS)
    const rest = ids.filter((_, index) => index !== 2)
    pointers.keep(rest)
    pointers.keep([...rest, 'another'])
    pointers.note('another', move(0.5, 1))
    expect(pointers.list(nameOf).at(-1)?.colour).toBe(2)
  })
})
