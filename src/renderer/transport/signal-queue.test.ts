import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { failure, type ErrorCode } from '#shared/errors.ts'
import { SIGNAL_RETRY_MS } from '#shared/protocol/signaling.ts'
import { err, ok, type Result } from '#shared/result.ts'
import { SignalQueue } from './signal-queue.ts'

let sent: string[]
let refusals: ErrorCode[]
let queue: SignalQueue

beforeEach(() => {
  vi.useFakeTimers()
  sent = []
  refusals = []
  queue = new SignalQueue((data): Promise<Result<unknown>> => {
    sent.push(data)
    const code = refusals.shift()
    return Promise.resolve(code ? err(failure(code)) : ok({}))
  })
})
afterEach(() => {
  vi.useRealTimers()
})

const push = (...data: string[]): void => {
  for (const it of data) queue.push(it)
}

describe('SignalQueue', () => {
  it('keeps what is pushed until there is somebody to send it for', () => {
    push('a', 'b')
    expect(sent).toEqual([])
    queue.open()
    expect(sent).toEqual(['a', 'b'])
  })

  it('sends again, in order, what was not acknowledged, and what came meanwhile only after it', async () => {
    queue.open()
    refusals = ['server-unreachable', 'server-unreachable']
    push('a', 'b')
    queue.hold()
    await vi.advanceTimersByTimeAsync(5_000)
    push('c')
    expect(sent).toEqual(['a', 'b'])
    queue.open()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(sent).toEqual(['a', 'b', 'a', 'b', 'c'])
  })

  it('sends one by one after a refusal, and together again once all is through', async () => {
    queue.open()
    refusals = ['rate-limited', 'rate-limited', 'rate-limited']
    push('a', 'b', 'c')
    await vi.advanceTimersByTimeAsync(SIGNAL_RETRY_MS - 1)
    refusals = ['rate-limited']
    await vi.advanceTimersByTimeAsync(1)
    // The first alone: behind it nothing can overtake.
    expect(sent).toEqual(['a', 'b', 'c', 'a'])
    await vi.advanceTimersByTimeAsync(SIGNAL_RETRY_MS)
    expect(sent).toEqual(['a', 'b', 'c', 'a', 'a', 'b', 'c'])
    push('d', 'e')
    expect(sent.slice(-2)).toEqual(['d', 'e'])
  })

  it.each(['peer-gone', 'rate-limited'] as const)('waits out a %s', async (code) => {
    queue.open()
    refusals = [code]
    push('a')
    await vi.advanceTimersByTimeAsync(1)
    push('b')
    expect(sent).toEqual(['a'])
    await vi.advanceTimersByTimeAsync(1_000)
    expect(sent).toEqual(['a', 'a', 'b'])
  })

  it('drops what the server will never take', async () => {
    queue.open()
    refusals = ['not-allowed']
    push('a')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toEqual(['a'])
  })

  it('gives up on a member who stays away, and forgets everything when cleared', async () => {
    queue.open()
    refusals = Array.from({ length: 100 }, () => 'peer-gone' as const)
    push('a')
    await vi.advanceTimersByTimeAsync(120_000)
    expect(sent).toHaveLength(60)
    push('b')
    queue.clear()
    await vi.advanceTimersByTimeAsync(120_000)
    expect(sent).toHaveLength(61)
  })
})
