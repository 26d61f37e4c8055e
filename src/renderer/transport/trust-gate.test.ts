import { beforeEach, expect, it } from 'vitest'
import { TrustGate } from './trust-gate.ts'

let taken: string[]
let gate: TrustGate<string>

beforeEach(() => {
  taken = []
  gate = new TrustGate(2, (item) => taken.push(item))
})

it('lets nothing through before it is open, and then all in order', () => {
  gate.put('first')
  gate.put('second')
  expect(taken).toEqual([])
  expect(gate.isOpen).toBe(false)
  gate.open()
  gate.put('third')
  expect(taken).toEqual(['first', 'second', 'third'])
  expect(gate.isOpen).toBe(true)
})

it('lets nothing through twice', () => {
  gate.put('first')
  gate.open()
  gate.open()
  expect(taken).toEqual(['first'])
})

it('holds no more than it has room for', () => {
  for (const item of ['first', 'second', 'third']) gate.put(item)
  gate.open()
  expect(taken).toEqual(['first', 'second'])
})

it('forgets what waits when that is over', () => {
  gate.put('first')
  gate.drop()
  gate.open()
  expect(taken).toEqual([])
})
