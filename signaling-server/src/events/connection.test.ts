import { describe, expect, it } from 'vitest'
import { failure } from '../../../src/shared/errors.ts'
import { err, type Result } from '../../../src/shared/result.ts'
import { createLogger } from '../log.ts'
import { Connection, connectionRates } from './connection.ts'
import type { HandlerContext } from './handler.ts'

const plenty = connectionRates({
  socketsPerMinute: 0,
  openSockets: 0,
  openSocketsTotal: 0,
  createsPer10Minutes: 0,
  failedClaimsPer10Minutes: 0,
  claimsPerRoomPerMinute: 0,
  unprovedClaimsPerSecond: 0,
  iceRequestsPer10Minutes: 0,
  requestsPerSecond: 100,
  signalsPerSecond: 100,
  signalBytesPerSecond: 100_000,
})

/** What a connection answers to a claim that the server ends in this way. */
const answerTo = async (enter: () => Promise<Result<never>>) => {
  const logged: string[] = []
  // As much of the server as a claim gets to see that is not let through.
  const context: Partial<Record<keyof HandlerContext, unknown>> = {
    claims: { enter },
    metrics: { claims: { inc: () => undefined } },
    beats: { restart: () => undefined, hold: (_connection: string, handOver: () => void) => handOver() },
  }
  const connection = new Connection(
    {
      context: context as unknown as HandlerContext,
      rates: plenty,
      now: () => 0,
      log: createLogger('info', { write: (line) => void logged.push(line) }),
    },
    { id: 'connection', address: '192.0.2.1', client: 'client', cut: () => undefined },
  )
  const answer = await new Promise((resolve) =>
    connection.receive('code:claim', [{ room: '48213' }, resolve]),
  )
  return { answer, logged }
}

const beneath = new Error('the store at 10.0.0.7 is gone')

describe('an answer', () => {
  it('tells the code of a failure and what the app can act on, and nothing that lies beneath', async () => {
    const { answer } = await answerTo(() =>
      Promise.resolve(err(failure('rate-limited', { retryAfterMs: 5, cause: beneath }))),
    )
    expect(answer).toEqual(err({ code: 'rate-limited', retryAfterMs: 5 }))
  })

  it('tells of a bug that there is one; the log tells which', async () => {
    const { answer, logged } = await answerTo(() => Promise.reject(beneath))
    expect(answer).toEqual(err({ code: 'internal' }))
    expect(logged.join()).toContain('the store at 10.0.0.7')
  })
})
