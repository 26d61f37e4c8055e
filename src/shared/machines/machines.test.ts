import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { controlTable } from './control.ts'
import { guestTable } from './guest.ts'
import { hostTable } from './host.ts'
import { linkTable } from './link.ts'
import { step, type Table } from './table.ts'
import { updateTable } from './update.ts'
import { viewerTable } from './viewer.ts'

type AnyTable = Table<string, string>

const walk = (table: AnyTable, start: string, inputs: readonly string[]): string =>
  inputs.reduce((state, input) => step(table, state, input), start)

const inputsOf = (table: AnyTable): string[] => Object.keys(Object.values(table)[0] ?? {})

const reachable = (table: AnyTable, start: string): Set<string> => {
  const seen = new Set([start])
  for (const state of seen) for (const next of Object.values(table[state] ?? {})) seen.add(next)
  return seen
}

interface MachineUnderTest {
  readonly name: string
  readonly table: AnyTable
  readonly start: string
  /** The state that an `end` leads to from anywhere, for good. */
  readonly final: string
  readonly end: string
}

describe.each<MachineUnderTest>([
  { name: 'link', table: linkTable, start: 'new', final: 'closed', end: 'close' },
  { name: 'host', table: hostTable, start: 'idle', final: 'ended', end: 'end' },
  { name: 'guest', table: guestTable, start: 'proving', final: 'gone', end: 'leave' },
  { name: 'viewer', table: viewerTable, start: 'idle', final: 'ended', end: 'end' },
  { name: 'control', table: controlTable, start: 'none', final: 'gone', end: 'leave' },
])('the $name machine', ({ table, start, final, end }) => {
  it('is total: every state answers every input with a state', () => {
    for (const answers of Object.values(table)) {
      expect(Object.keys(answers).sort()).toEqual(inputsOf(table).sort())
      for (const next of Object.values(answers)) expect(table).toHaveProperty(next)
    }
  })

  it('can reach every state', () => {
    expect([...reachable(table, start)].sort()).toEqual(Object.keys(table).sort())
  })

  it('can end from anywhere, and never comes back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...inputsOf(table))),
        fc.array(fc.constantFrom(...inputsOf(table))),
        (before, after) => {
          const ended = step(table, walk(table, start, before), end)
          expect(ended).toBe(final)
          expect(walk(table, ended, after)).toBe(final)
        },
      ),
    )
  })
})

describe('the update machine', () => {
  it('is total, and can reach every state', () => {
    for (const answers of Object.values(updateTable))
      expect(Object.keys(answers).sort()).toEqual(inputsOf(updateTable).sort())
    expect([...reachable(updateTable, 'idle')].sort()).toEqual(Object.keys(updateTable).sort())
  })

  it('has nothing ready that was not found and downloaded', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...inputsOf(updateTable)), { maxLength: 10 }), (inputs) => {
        if (walk(updateTable, 'idle', inputs) !== 'ready') return
        expect(inputs).toEqual(expect.arrayContaining(['check', 'found', 'download', 'downloaded']))
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('the guest machine', () => {
  it('lets nobody watch who has not proved the code, knocked and been accepted, in that order', () => {
    const steps = ['proved', 'knocked', 'accept'] as const
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...inputsOf(guestTable)), { maxLength: 12 }), (inputs) => {
        const end = walk(guestTable, 'proving', inputs)
        if (end !== 'watching' && end !== 'interrupted') return
        let from = -1
        for (const name of steps) {
          from = inputs.indexOf(name, from + 1)
          expect(from).toBeGreaterThanOrEqual(0)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('the viewer machine', () => {
  it('takes the way from the code to the picture and over an interruption', () => {
    const way = ['join', 'claimed', 'proved', 'admitted', 'linkUp', 'linkLost', 'linkUp'] as const
    const states = way.map((_, i) => walk(viewerTable, 'idle', way.slice(0, i + 1)))
    expect(states).toEqual([
      'claiming',
      'proving',
      'waiting',
      'linking',
      'watching',
      'interrupted',
      'watching',
    ])
  })
})

describe('the control machine', () => {
  const inputs = fc.array(fc.constantFrom(...inputsOf(controlTable)), { maxLength: 16 })

  it('lets nobody control who did not ask, and was not answered since everything last ended', () => {
    fc.assert(
      fc.property(inputs, (way) => {
        const end = walk(controlTable, 'none', way)
        if (end !== 'controlling' && end !== 'paused') return
        const sinceEnd = way.slice(way.lastIndexOf('end') + 1)
        expect(sinceEnd).toContain('allowControl')
        expect(sinceEnd.slice(0, sinceEnd.lastIndexOf('allowControl'))).toContain('ask')
      }),
      { numRuns: 2_000 },
    )
  })

  it('goes from view to pointing to control, and back from a pause to nothing but control', () => {
    const way = ['ask', 'allowPoint', 'ask', 'deny', 'ask', 'allowControl', 'localInput', 'localQuiet', 'end']
    expect(way.map((_, i) => walk(controlTable, 'none', way.slice(0, i + 1)))).toEqual([
      'asked',
      'pointing',
      'raising',
      'pointing',
      'raising',
      'controlling',
      'paused',
      'controlling',
      'none',
    ])
  })
})
