import { describe, expect, it } from 'vitest'
import { mayReadMetrics } from './metrics-access.ts'

const ask = (
  remoteAddress: string | undefined,
  headers: Record<string, string> = {},
  token: string | null = null,
) => mayReadMetrics({ remoteAddress, headers }, token)

describe('without a token, the metrics', () => {
  it.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])('are for %s', (address) => {
    expect(ask(address)).toBe(true)
  })

  it.each(['192.0.2.1', '10.0.0.1', '2001:db8::1', '::ffff:192.0.2.1', '127.0.0.1.example', undefined])(
    'are not for %s',
    (address) => {
      expect(ask(address)).toBe(false)
    },
  )

  it.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'])(
    'are not for whom a proxy on this machine speaks, which adds %s',
    (header) => {
      expect(ask('127.0.0.1', { [header]: '127.0.0.1' })).toBe(false)
    },
  )
})

describe('with a token, the metrics', () => {
  it('are for whoever shows it, from everywhere', () => {
    expect(ask('192.0.2.1', { authorization: 'Bearer north-wind' }, 'north-wind')).toBe(true)
  })

  it.each(['Bearer south-wind', 'Bearer ', 'north-wind', 'Basic north-wind', ''])(
    'are for nobody with %j, not even on this machine',
    (authorization) => {
      expect(ask('127.0.0.1', { authorization }, 'north-wind')).toBe(false)
    },
  )
})
