import { beforeEach, describe, expect, it, vi } from 'vitest'
import { failure } from '#shared/errors.ts'
import { TriesByRoom } from '#shared/pairing/tries.ts'
import { IDLE_MS, JoinPreparation } from './join-preparation.ts'
import { codeOf, createWorld, settle } from '../testing/world.ts'
import { ViewerSession } from './viewer-session.ts'

describe('the preparation of a join', () => {
  let world: ReturnType<typeof createWorld>
  let deps: ReturnType<ReturnType<typeof createWorld>['deps']>
  let preparation: JoinPreparation
  beforeEach(() => {
    world = createWorld()
    deps = world.deps()
    preparation = new JoinPreparation(deps)
  })

  const connections = () => vi.spyOn(deps, 'createSignaling')
  const viewerOf = (outside: typeof deps | ReturnType<JoinPreparation['take']>) =>
    new ViewerSession(outside, { name: 'Mina', app: 'web' }, new TriesByRoom(() => 0))

  it('connects once, and asks the server for nothing', () => {
    const made = connections()
    preparation.start()
    preparation.start()
    expect(made).toHaveBeenCalledOnce()
    expect(world.server.requests).toEqual([])
  })

  it('gives its connection and certificate to one session, which joins with them', async () => {
    const host = await world.sharing()
    const made = connections()
    const certificates = vi.spyOn(deps, 'generateCertificate')
    preparation.start()
    const viewer = viewerOf(preparation.take(deps))
    await viewer.join(codeOf(host))
    await settle()
    expect(viewer.snapshot).toMatchObject({ kind: 'joining', step: 'waiting' })
    expect(made).toHaveBeenCalledOnce()
    expect(certificates).toHaveBeenCalledOnce()
    expect(preparation.take(deps)).toBe(deps)
  })

  it('leaves what fails to the session, which says so', async () => {
    world.server.refusal = failure('rate-limited')
    preparation.start()
    await settle()
    const viewer = viewerOf(preparation.take(deps))
    await viewer.join({ room: '48213', secret: '90571' })
    expect(viewer.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'rate-limited' } })
  })

  it('gives a connection back that nobody uses', () => {
    const made = connections()
    preparation.start()
    world.clock.advance(IDLE_MS - 1)
    preparation.start()
    world.clock.advance(IDLE_MS - 1)
    const [signaling] = made.mock.results.map(({ value }) => value as { readonly closed: boolean })
    expect(signaling?.closed).toBe(false)
    world.clock.advance(1)
    expect(signaling?.closed).toBe(true)
    preparation.start()
    expect(made).toHaveBeenCalledTimes(2)
  })

  it('takes nothing away from a session that has begun', () => {
    const made = connections()
    preparation.start()
    preparation.take(deps)
    world.clock.advance(IDLE_MS)
    preparation.discard()
    expect(made.mock.results[0]?.value).toMatchObject({ closed: false })
  })
})
