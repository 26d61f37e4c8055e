import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { findSolution, isSolution } from './claim-work.ts'

const work = { challenge: 'a connection', bits: 10 }

it('is solved by a search and checked by one hash', () => {
  const solution = findSolution(work, '48213', 0, 20_000)
  if (solution === undefined) throw new Error('no solution among twenty times the usual number of attempts')
  expect(isSolution(work, '48213', solution)).toBe(true)
  const hash = createHash('sha256').update(`a connection 48213 ${solution}`).digest()
  expect(hash.readUInt32BE() >>> 22).toBe(0)
})

it('is good for one room and one connection', () => {
  const solution = findSolution(work, '48213', 0, 20_000) ?? ''
  expect(isSolution(work, '48214', solution)).toBe(false)
  expect(isSolution({ ...work, challenge: 'another' }, '48213', solution)).toBe(false)
  expect(isSolution({ ...work, bits: 30 }, '48213', solution)).toBe(false)
})

it('gives up after as many attempts as it is told', () => {
  expect(findSolution({ ...work, bits: 20 }, '48213', 0, 10)).toBeUndefined()
})
