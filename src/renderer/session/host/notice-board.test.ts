import { expect, it } from 'vitest'
import { failure } from '#shared/errors.ts'
import { NoticeBoard } from './notice-board.ts'

const broken = { kind: 'join-failed', failure: failure('peer-gone') } as const
const wrong = { kind: 'wrong-code', triesLeft: 2 } as const
const lost = { kind: 'guest-lost', name: 'Ana', failure: failure('peer-gone') } as const

it('shows the latest', () => {
  const board = new NoticeBoard()
  expect(board.current).toBeNull()
  board.put(broken)
  board.put(wrong)
  expect(board.current).toBe(wrong)
  board.put(lost)
  expect(board.current).toBe(lost)
})

it('keeps a warning that only a wrong proof can cause, whatever breaks off afterwards', () => {
  const board = new NoticeBoard()
  board.put(wrong)
  board.put(broken)
  expect(board.current).toBe(wrong)
})

it('takes away what was said about a code with the code, and nothing else', () => {
  const board = new NoticeBoard()
  board.put(wrong)
  board.handleNewCode()
  expect(board.current).toBeNull()
  board.put(lost)
  board.handleNewCode()
  expect(board.current).toBe(lost)
  board.dismiss()
  expect(board.current).toBeNull()
})
