import { beforeEach, expect, it } from 'vitest'
import { failure } from '#shared/errors.ts'
import { MAX_TRIES, TriesByRoom } from '#shared/pairing/tries.ts'
import { isSolution } from '#shared/protocol/claim-work.ts'
import type { Reply, RequestName, RequestPayload } from '#shared/protocol/signaling.ts'
import { err, ok, type Result } from '#shared/result.ts'
import { claimRoom } from './claim.ts'
import { codeOf, createWorld, settle } from '../testing/world.ts'
import { FakeServer } from '../testing/fake-server.ts'

let world: ReturnType<typeof createWorld>
beforeEach(() => {
  world = createWorld()
})

const immediately = {
  now: () => 0,
  after: (_delayMs: number, run: () => void) => {
    queueMicrotask(run)
    return () => undefined
  },
}

it('does the work that a flooded server asks for, and claims again with it', async () => {
  const work = { challenge: 'a connection', bits: 12 }
  const asked: RequestPayload<'code:claim'>[] = []
  const claim = { sessionId: 's', memberId: 'm', ticket: 't', hostId: 'h' }
  const signaling = new FakeServer().connect()
  signaling.request = <N extends RequestName>(_name: N, payload: RequestPayload<N>) => {
    const claimed = payload as RequestPayload<'code:claim'>
    asked.push(claimed)
    const isDone = claimed.work !== undefined && isSolution(work, claimed.room, claimed.work)
    const answer = isDone ? ok(claim) : err(failure('rate-limited', { retryAfterMs: 200, work }))
    return Promise.resolve(answer as Result<Reply<N>>)
  }
  expect(await claimRoom(signaling, '48213', immediately, () => true)).toEqual(ok(claim))
  expect(asked).toHaveLength(2)

  asked.length = 0
  const given = await claimRoom(signaling, '48213', immediately, () => false)
  expect(given).toMatchObject({ error: { code: 'rate-limited' } })
  expect(asked).toHaveLength(1)
})

/** As with a decoy, which refuses every proof, at unknown, used and expired rooms. */
it('says that a code is invalid each time, and after three proofs without another one', async () => {
  const code = codeOf(await world.sharing())
  const secret = code.secret === '00000' ? '00001' : '00000'
  const tries = new TriesByRoom(() => 0)
  let proofs = 0
  world.server.tamper = (data) => {
    if (data.includes('pair-proof')) proofs++
    return data.replace('secret-mismatch', 'code-invalid')
  }
  for (let i = 0; i < MAX_TRIES + 2; i++) {
    world.server.claimedBy = null
    const viewer = world.viewer('Mina', tries)
    await viewer.join({ room: code.room, secret })
    await settle()
    expect(viewer.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'code-invalid' } })
  }
  expect(proofs).toBe(MAX_TRIES)
})
