import { describe, expect, it } from 'vitest'
import { failure, type ErrorCode } from '#shared/errors.ts'
import type { GuestState } from '#shared/machines/guest.ts'
import { endingOf } from './guest-ending.ts'

const endedBy = (code: ErrorCode, from: GuestState, triesLeft = 3) =>
  endingOf({ name: 'Mina', from, reason: failure(code), triesLeft })

describe('a proof that was wrong', () => {
  it('opens the code again while it has tries, and lets nobody draw another unasked', () => {
    expect(endedBy('secret-mismatch', 'proving', 1)).toEqual({
      removal: null,
      code: 'suspected',
      notice: { kind: 'wrong-code', triesLeft: 1 },
    })
  })

  it('burns the code with the last try, which then stays claimed', () => {
    expect(endedBy('secret-mismatch', 'proving', 0)).toEqual({
      removal: 'secret-mismatch',
      code: 'burnt',
      notice: { kind: 'code-burnt' },
    })
  })
})

it.each([
  ['tampered', 'tampered'],
  ['peer-unreachable', 'peer-unreachable'],
  // Nobody leaves on purpose while two apps prove a code to each other.
  ['session-ended', 'peer-gone'],
] as const)('a proof that broke off (%s) costs nothing, whatever is left of the code', (code, told) => {
  for (const triesLeft of [3, 0])
    expect(endedBy(code, 'proving', triesLeft)).toEqual({
      removal: null,
      code: 'untouched',
      notice: { kind: 'join-failed', failure: failure(told) },
    })
})

describe('a viewer who has proved the code', () => {
  it('and does not knock has met something on its way, not a person’s wish', () => {
    expect(endedBy('session-ended', 'knocking').notice).toEqual({
      kind: 'join-failed',
      failure: failure('peer-gone'),
    })
    expect(endedBy('tampered', 'knocking').notice).toMatchObject({ kind: 'guest-lost' })
  })

  it.each(['waiting', 'linking', 'watching', 'interrupted'] as const)(
    'may leave while it is %s, and is missed when it is lost',
    (from) => {
      expect(endedBy('session-ended', from)).toEqual({
        removal: 'session-ended',
        code: 'untouched',
        notice: null,
      })
      expect(endedBy('peer-gone', from)).toEqual({
        removal: 'peer-gone',
        code: 'untouched',
        notice: { kind: 'guest-lost', name: 'Mina', failure: failure('peer-gone') },
      })
    },
  )
})
