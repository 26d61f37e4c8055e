import { expect, it } from 'vitest'
import type { PlacedInput } from '#shared/protocol/input.ts'
import { withPointer, withPointing, type PointerMarks } from './pointers.ts'

const move: PlacedInput = { type: 'move', at: { x: 0.5, y: 0.5 }, sequence: 1 }
const coloursOf = (marks: PointerMarks) => [...marks].map(([id, { colour }]) => `${id} ${colour}`)

it('gives colours by who may point, whoever moves first, and gives away those that are free', () => {
  const both = withPointing(withPointing(new Map(), ['Ada']), ['Ada', 'Bo'])
  const moved = withPointer(withPointer(both, 'Bo', move), 'Ada', move)
  expect(coloursOf(moved)).toEqual(['Ada 0', 'Bo 1'])
  const next = withPointing(withPointing(moved, ['Bo']), ['Bo', 'Cleo'])
  expect(coloursOf(next)).toEqual(['Bo 1', 'Cleo 0'])
  expect(next.get('Bo')?.at).toEqual(move.at)
  expect(next.get('Cleo')?.at).toBeNull()
})

it('shows nothing of who may not point', () => {
  expect(withPointer(new Map(), 'Ada', move).size).toBe(0)
})
