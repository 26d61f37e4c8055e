import { describe, expect, it } from 'vitest'
import { ok } from '../result.ts'
import { awaitMessage } from './step.ts'
import { failed } from './testing/run-pairing.ts'

const proof = { type: 'pair-proof', tag: 'tag' } as const

describe('a step', () => {
  it('takes the message that it awaits', () => {
    expect(awaitMessage('pair-proof', ({ tag }) => ok(tag)).receive(proof)).toEqual(ok('tag'))
  })

  it('takes no other', () => {
    expect(awaitMessage('pair-confirm', ok).receive(proof)).toMatchObject(failed('bad-request'))
  })

  it('hands on the code of an abort', () => {
    const abort = { type: 'pair-abort', code: 'secret-mismatch' } as const
    expect(awaitMessage('pair-confirm', ok).receive(abort)).toMatchObject(failed('secret-mismatch'))
  })

  it.each([proof, { type: 'pair-abort', code: 'denied' } as const])(
    'is taken once, even by %j',
    (message) => {
      const step = awaitMessage('pair-proof', ok)
      step.receive(message)
      expect(() => step.receive(proof)).toThrow('has been taken')
    },
  )
})
