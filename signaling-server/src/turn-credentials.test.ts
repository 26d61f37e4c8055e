import { expect, it } from 'vitest'
import { signUsername, turnCredentials } from './turn-credentials.ts'

const options = {
  secret: 'north-wind',
  memberId: 'AAAAAAAAAAAAAAAAAAAAAA',
  ttlSeconds: 3600,
  nowMs: 1_700_000_000_999,
}

it('signs a username as `openssl dgst -sha1 -hmac` does', () => {
  expect(signUsername('1700003600:beckon-member', 'north-wind')).toBe('mUJaIh6sHOP2OYdBroQleSOkRwA=')
})

it('names the time of expiry and a pseudonym, and signs both', () => {
  const { username, credential } = turnCredentials(options)
  // HMAC-SHA256 of "member AAAAAAAAAAAAAAAAAAAAAA", by openssl, in base64url, cut to 16 characters.
  expect(username).toBe('1700003600:XOeYfcmE2fQ3Vvig')
  expect(credential).toBe(signUsername(username, options.secret))
})

it('keeps the pseudonym over time, so that a quota counts all credentials of a member', () => {
  const later = turnCredentials({ ...options, nowMs: options.nowMs + 60_000 })
  expect(later.username).toBe('1700003660:XOeYfcmE2fQ3Vvig')
  expect(turnCredentials({ ...options, memberId: 'B'.repeat(22) }).username).not.toContain('XOeYfcmE2fQ3Vvig')
})
