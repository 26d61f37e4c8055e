import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { digestTicket, drawId, isTicketOf } from './tickets.ts'

it('draws 128 bits as 22 characters of base64url', () => {
  expect(drawId(() => new Uint8Array(16).fill(255))).toBe('_____________________w')
  expect(drawId(randomBytes)).toMatch(/^[\w-]{22}$/)
})

it('knows a ticket by its digest, and no other', () => {
  const digest = digestTicket('AAAAAAAAAAAAAAAAAAAAAA')
  expect(digest).not.toContain('AAAAAAAAAAAAAAAAAAAAAA')
  expect(isTicketOf('AAAAAAAAAAAAAAAAAAAAAA', digest)).toBe(true)
  expect(isTicketOf('AAAAAAAAAAAAAAAAAAAAAB', digest)).toBe(false)
})
