import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { failure } from '#shared/errors.ts'
import { SIGNAL_RETRY_MS } from '#shared/protocol/signaling.ts'
import { err, ok, type Result } from '#shared/result.ts'
import { SignalQueues } from './signal-queues.ts'

let sent: string[]
let away: Set<string>
let queues: SignalQueues

beforeEach(() => {
  vi.useFakeTimers()
  sent = []
  away = new Set()
  queues = new SignalQueues(({ to, data }): Promise<Result<unknown>> => {
    sent.push(`${to}: ${data}`)
    return Promise.resolve(away.has(to) ? err(failure('peer-gone')) : ok({}))
  })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('SignalQueues', () => {
  it('lets nobody wait for a member that is away', async () => {
    away.add('ana')
    queues.open()
    queues.push({ to: 'ana', data: 'hello' })
    await vi.advanceTimersByTimeAsync(1)
    queues.push({ to: 'ben', data: 'hello' })
    expect(sent).toEqual(['ana: hello', 'ben: hello'])
  })

  it('sends nothing more to a member that is gone for good', async () => {
    away.add('ana')
    queues.open()
    queues.push({ to: 'ana', data: 'hello' })
    await vi.advanceTimersByTimeAsync(1)
    queues.drop('ana')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toEqual(['ana: hello'])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('holds back for all while there is no connection, and goes on for all', async () => {
    queues.push({ to: 'ana', data: '1' })
    queues.push({ to: 'ben', data: '1' })
    expect(sent).toEqual([])
    queues.open()
    await vi.advanceTimersByTimeAsync(1)
    queues.hold()
    queues.push({ to: 'ana', data: '2' })
    queues.push({ to: 'cleo', data: '1' })
    await vi.advanceTimersByTimeAsync(SIGNAL_RETRY_MS)
    expect(sent).toEqual(['ana: 1', 'ben: 1'])
    queues.open()
    expect(sent.slice(2).sort()).toEqual(['ana: 2', 'cleo: 1'])
  })

  it('forgets everything when cleared', async () => {
    queues.push({ to: 'ana', data: '1' })
    queues.clear()
    queues.open()
    await vi.advanceTimersByTimeAsync(SIGNAL_RETRY_MS)
    expect(sent).toEqual([])
  })
})
