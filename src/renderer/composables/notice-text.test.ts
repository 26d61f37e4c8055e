import { expect, it } from 'vitest'
import { failure } from '#shared/errors.ts'
import { noticeCode, noticeText } from './notice-text.ts'

const text = {
  t: (key: string) => key,
  person: (name: string) => name,
}

it('says of a connection that was lost why, if somebody interfered', () => {
  const lost = { kind: 'guest-lost', name: 'Ana', failure: failure('peer-gone') } as const
  expect(noticeText(lost, text)).toBe('notices.guest-lost')
  const cut = { ...lost, failure: failure('tampered') } as const
  expect(noticeText(cut, text)).toBe('notices.tampered')
  expect(noticeCode(cut)).toBe('tampered')
})
