import { beforeEach, describe, expect, it } from 'vitest'
import { failure } from '#shared/errors.ts'
import { CAREFUL_WAIT_MS, USUAL_WAIT_MS } from './host/accept-brake.ts'
import type { HostSession } from './host/host-session.ts'
import { createWorld, openOf, settle } from './testing/world.ts'

let world: ReturnType<typeof createWorld>
beforeEach(() => {
  world = createWorld()
})

describe('the wait before accepting', () => {
  const idOf = (host: HostSession): string => openOf(host).guests.at(-1)?.id ?? ''
  const brakeOf = (host: HostSession) => {
    const guest = openOf(host).guests.at(-1)
    if (guest?.state !== 'waiting') throw new Error('nobody waits')
    return guest.brake
  }
  /** Looks at the last request for so long, and tries to accept it. */
  const acceptAfter = (host: HostSession, seenMs: number): void => {
    host.attend(idOf(host), true)
    world.clock.advance(seenMs)
    host.accept(idOf(host))
  }

  it('gives nothing to who accepts without having seen the request, however late', async () => {
    const host = await world.sharing()
    let accepted = 0
    host.on('accepted', () => accepted++)
    const viewer = await world.knock(host)
    world.clock.advance(3_600_000)
    host.accept(idOf(host))
    await settle()
    // Nor does it count as experience, nor reach the server.
    expect(accepted).toBe(0)
    expect(world.server.requests).not.toContain('viewer:admit')
    expect(viewer.snapshot).toMatchObject({ kind: 'joining', step: 'waiting' })
    expect(openOf(host).guests).toMatchObject([{ state: 'waiting', brake: { kind: 'held' } }])
    expect(world.links.open.size).toBe(0)
  })

  it.each([
    [true, USUAL_WAIT_MS],
    [false, CAREFUL_WAIT_MS],
  ])('takes as long as it must for a host who has done it before: %s', async (isExperienced, waitMs) => {
    const host = await world.sharing({ isExperienced })
    await world.knock(host)
    acceptAfter(host, waitMs - 1)
    expect(openOf(host).guests).toMatchObject([{ state: 'waiting' }])
    acceptAfter(host, 1)
    expect(openOf(host).guests).toMatchObject([{ state: 'linking' }])
  })

  it('is shorter after the first one was let in, which is told once', async () => {
    const host = await world.sharing({ isExperienced: false })
    let accepted = 0
    host.on('accepted', () => accepted++)
    await world.watch(host)
    expect(accepted).toBe(1)
    await world.knock(host)
    acceptAfter(host, USUAL_WAIT_MS)
    expect(openOf(host).guests).toMatchObject([{ state: 'watching' }, { state: 'linking' }])
  })

  it('begins anew for each request', async () => {
    const host = await world.sharing()
    await world.knock(host)
    host.attend(idOf(host), true)
    world.clock.advance(USUAL_WAIT_MS)
    await world.knock(host)
    expect(openOf(host).guests).toMatchObject([{ brake: { kind: 'open' } }, { brake: { kind: 'held' } }])
  })

  it('is the long one for a helper who came to the host', async () => {
    const host = await world.sharing()
    await world.knock(host)
    host.attend(idOf(host), true)
    world.clock.advance(USUAL_WAIT_MS)
    host.takeCare(idOf(host))
    host.accept(idOf(host))
    expect(brakeOf(host)).toEqual({ kind: 'running', opensAt: world.clock.now() + CAREFUL_WAIT_MS })
    acceptAfter(host, CAREFUL_WAIT_MS)
    expect(openOf(host).guests).toMatchObject([{ state: 'linking' }])
  })

  it('is not touched by what a server or a viewer sends', async () => {
    const host = await world.sharing()
    await world.knock(host)
    const before = brakeOf(host)
    world.server.host?.emit('signal:received', {
      from: idOf(host),
      data: JSON.stringify({ type: 'pair-abort', code: 'denied' }),
    })
    world.server.host?.emit('viewer:claimed', { viewerId: idOf(host) })
    await settle()
    expect(brakeOf(host)).toEqual(before)
  })
})

describe('a stranger', () => {
  it('is turned away, and finds no code to ask for', async () => {
    const host = await world.sharing()
    const viewer = await world.knock(host)
    host.denyStranger(openOf(host).guests[0]?.id ?? '')
    await settle()
    expect(viewer.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'denied' } })
    expect(openOf(host)).toMatchObject({ guests: [], code: { kind: 'withdrawn' } })
    world.server.restart()
    await settle()
    expect(openOf(host).code).toEqual({ kind: 'withdrawn' })
  })

  it('makes the next request wait longer', async () => {
    const host = await world.sharing()
    await world.knock(host)
    host.denyStranger(openOf(host).guests[0]?.id ?? '')
    await settle()
    await host.renewCode()
    await world.knock(host)
    expect(openOf(host).guests).toMatchObject([{ brake: { kind: 'held', remainingMs: CAREFUL_WAIT_MS } }])
  })
})

describe('turning viewers away', () => {
  it('denies one that waits', async () => {
    const host = await world.sharing()
    const viewer = await world.knock(host)
    host.deny(openOf(host).guests[0]?.id ?? '')
    await settle()
    expect(viewer.snapshot).toMatchObject({ kind: 'ended', failure: failure('denied'), watched: false })
    expect(openOf(host)).toMatchObject({ guests: [], notice: null })
  })

  it('disconnects one that watches, and leaves the other alone', async () => {
    const host = await world.sharing()
    const [first, second] = [await world.watch(host), await world.watch(host)]
    host.disconnect(openOf(host).guests[0]?.id ?? '')
    await settle()
    expect(first.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'removed' }, watched: true })
    expect(second.snapshot.kind).toBe('watching')
    expect(openOf(host).guests).toHaveLength(1)
  })

  it('tells one too many, once it has proved the code, that the session is full', async () => {
    const host = await world.sharing()
    await world.watch(host)
    await world.watch(host)
    const third = await world.knock(host)
    expect(third.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'session-full' } })
    expect(openOf(host).guests).toHaveLength(2)
  })
})

describe('a request that waits for its answer', () => {
  const serversAt = (ageMs: number) => [
    { urls: ['turn:turn.example'], username: `asked after ${String(ageMs)}`, credential: 'x' },
  ]

  it.each([
    ['a moment: the servers of before it are at hand', 1_000, 0],
    ['longer than their credentials live: others are asked for', 3_600_000, 3_600_000],
  ])('for %s', async (_what, waitedMs, ageMs) => {
    world.iceServers = Promise.resolve(serversAt(0))
    const host = await world.sharing()
    await world.knock(host)
    world.clock.advance(waitedMs)
    world.iceServers = Promise.resolve(serversAt(waitedMs))
    world.accept(host)
    await settle()
    expect([...world.links.open].map(({ options }) => options.iceServers)).toEqual([
      serversAt(ageMs),
      serversAt(ageMs),
    ])
  })
})
