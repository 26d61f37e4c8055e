import { afterEach, describe, expect, it, vi } from 'vitest'
import { fetchIceServers, renewedServers } from './ice-servers.ts'

const membership = { sessionId: 's', memberId: 'm'.repeat(22), ticket: 't'.repeat(22) }

const answer = (respond: () => Response | Promise<Response>) => {
  const fetched = vi.fn((..._args: Parameters<typeof fetch>) => Promise.resolve().then(respond))
  vi.stubGlobal('fetch', fetched)
  return fetched
}

const codeOf = async (respond: () => Response | Promise<Response>) => {
  answer(respond)
  const fetched = await fetchIceServers('https://beckon.example', membership)
  return fetched.ok ? fetched.value.iceServers : fetched.error.code
}

afterEach(() => vi.unstubAllGlobals())

describe('the servers for a connection', () => {
  const iceServers = [{ urls: ['stun:stun.example'] }]

  it('are told to who shows a membership', async () => {
    const fetched = answer(() => Response.json({ iceServers, ttlSeconds: 600 }))
    expect(await fetchIceServers('https://beckon.example', membership)).toEqual({
      ok: true,
      value: { iceServers, ttlSeconds: 600 },
    })
    expect(fetched.mock.calls[0]?.[1]?.headers).toEqual({
      authorization: `Bearer ${membership.memberId}.${membership.ticket}`,
    })
  })

  it('may be none', async () => {
    expect(await codeOf(() => Response.json({ iceServers: [], ttlSeconds: 600 }))).toEqual([])
  })

  it.each<[string, () => Response | Promise<Response>, string]>([
    ['nobody answers', () => Promise.reject(new TypeError('Failed to fetch')), 'server-unreachable'],
    [
      'the server refuses',
      () => Response.json({ code: 'rate-limited', retryAfterMs: 1 }, { status: 429 }),
      'rate-limited',
    ],
    ['something in between answers', () => new Response('<h1>Welcome</h1>'), 'server-unreachable'],
    ['the answer is none', () => Response.json({ iceServers: 'none' }), 'bad-request'],
  ])('are not known, rather than none, when %s', async (_what, respond, code) => {
    expect(await codeOf(respond)).toBe(code)
  })

  it('do not take the place of those that a connection has unless all could be had', () => {
    expect(renewedServers({ servers: iceServers, isWhole: true })).toBe(iceServers)
    expect(renewedServers({ servers: iceServers, isWhole: false })).toEqual([])
  })
})
