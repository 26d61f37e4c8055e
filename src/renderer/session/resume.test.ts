import { beforeEach, describe, expect, it } from 'vitest'
import { failure } from '#shared/errors.ts'
import { RESUME_WINDOW_MS } from './deps.ts'
import { MAX_RETURN_RETRY_MS, RETURN_RETRY_MS } from './viewer/return-to-host.ts'
import type { FakeSignaling } from './testing/fake-server.ts'
import { codeOf, createWorld, openOf, settle } from './testing/world.ts'

let world: ReturnType<typeof createWorld>
beforeEach(() => {
  world = createWorld()
})

const setUp = async () => {
  const host = await world.sharing()
  const viewer = await world.watch(host)
  return { host, viewer }
}

const interruptLinks = (): void => {
  for (const link of world.links.open) link.change('interrupted')
}

const reconnectLinks = (): void => {
  for (const link of world.links.open) link.change('connected')
}

const linkOf = (role: 'host' | 'viewer') => {
  const link = [...world.links.open].find(({ options }) => options.role === role)
  if (!link) throw new Error(`there is no link of a ${role}`)
  return link
}

const memberOf = (role: 'host' | 'viewer'): FakeSignaling => {
  const member = role === 'host' ? world.server.host : [...world.server.viewers.values()].at(-1)
  if (!member) throw new Error(`there is no ${role}`)
  return member
}

/** A connection breaks, `happen` happens, and the member is back as the one it was. */
const away = async (role: 'host' | 'viewer', happen: () => void = () => undefined): Promise<void> => {
  const member = memberOf(role)
  member.isAway = true
  member.emit('interrupted')
  world.server.tamper = () => null
  happen()
  await settle()
  world.server.tamper = (data) => data
  member.isAway = false
  if (role === 'host') world.server.resumeHost()
  else member.emit('resumed', { role, members: [world.server.host?.id ?? ''] })
  await settle()
}

describe('a connection to the server that was lost', () => {
  it.each(['host', 'viewer'] as const)('of the %s loses nothing that was said meanwhile', async (role) => {
    const { host, viewer } = await setUp()
    const candidate = { candidate: 'candidate:1', sdpMLineIndex: 0, sdpMid: '0' }
    const received: unknown[] = []
    for (const link of world.links.open)
      link.signal = (signal) => received.push([link.options.role, signal.type])
    await away(role, () => {
      linkOf('host').emit('signal', { type: 'candidate', candidate })
      linkOf('viewer').emit('signal', { type: 'candidate', candidate })
    })
    expect(received).toHaveLength(2)
    expect(received).toEqual(
      expect.arrayContaining([
        ['host', 'candidate'],
        ['viewer', 'candidate'],
      ]),
    )
    expect(viewer.snapshot).toMatchObject({ kind: 'watching', connection: 'live' })
    expect(openOf(host).guests).toMatchObject([{ state: 'watching' }])
  })

  it('is found again any number of times', async () => {
    const { host } = await setUp()
    for (let round = 0; round < 5; round++) await away(round % 2 ? 'host' : 'viewer')
    world.changeNetwork()
    await settle()
    expect(openOf(host).guests).toMatchObject([{ state: 'watching' }])
  })

  it('does not lose an answer that is on its way to who has lost it', async () => {
    const host = await world.sharing()
    const viewer = world.viewer()
    await viewer.join(codeOf(host))
    await settle()
    await away('host', () => undefined)
    world.accept(host)
    await settle()
    expect(viewer.snapshot).toMatchObject({ kind: 'watching' })
  })
})

describe('what a host decides while its server is away', () => {
  it('is made up for: who was let in meanwhile may lose its connection, too', async () => {
    const host = await world.sharing()
    const viewer = await world.knock(host)
    await away('host', () => world.accept(host))
    expect(viewer.snapshot).toMatchObject({ kind: 'watching' })
    expect([...world.server.admitted]).toEqual([...world.server.viewers.keys()])
    expect(world.server.places).toHaveLength(1)
  })

  it('is told once, however often the host comes back', async () => {
    const host = await world.sharing()
    await world.watch(host)
    const { requests } = world.server
    const before = requests.length
    await away('host')
    await away('host')
    expect(requests.slice(before)).toEqual([])
  })
})

describe('a viewer whose network has changed', () => {
  it('is offered another path as soon as the host knows it again', async () => {
    await setUp()
    const before = linkOf('host').sought.length
    world.changeNetwork()
    world.clock.advance(100)
    await away('viewer')
    // For the host's own change, and for the viewer's.
    expect(linkOf('host').sought.length).toBe(before + 2)
  })

  it('is offered one that is lost meanwhile only when the host can be heard, and then at once', async () => {
    await setUp()
    const link = linkOf('host')
    await away('host', () => {
      link.change('interrupted')
      world.clock.advance(20_000)
      expect(link.sought).toHaveLength(0)
    })
    expect(link.sought).toHaveLength(1)
  })

  it('is offered none when the lost one is back before that', async () => {
    await setUp()
    const link = linkOf('host')
    await away('host', () => {
      link.change('interrupted')
      world.clock.advance(20_000)
      link.change('connected')
    })
    expect(link.sought).toHaveLength(0)
  })
})

describe('a server that has forgotten everybody', () => {
  it('brings the two together again, while the picture goes on', async () => {
    const { host, viewer } = await setUp()
    const [before] = openOf(host).guests
    world.server.restart()
    await settle()
    world.clock.advance(RETURN_RETRY_MS)
    await settle()
    expect(world.server.viewers.size).toBe(1)
    expect(openOf(host).guests).toMatchObject([{ id: before?.id, state: 'watching' }])
    expect(viewer.snapshot).toMatchObject({ kind: 'watching', connection: 'live' })
    // The new connection carries what the two say.
    interruptLinks()
    world.changeNetwork()
    await away('viewer')
    reconnectLinks()
    expect(viewer.snapshot).toMatchObject({ connection: 'live' })
  })

  it('brings a lost picture back, with nobody asked again', async () => {
    const { host, viewer } = await setUp()
    interruptLinks()
    await settle()
    const before = linkOf('host').sought.length
    world.server.restart()
    await settle()
    world.clock.advance(RETURN_RETRY_MS)
    await settle()
    expect(linkOf('host').sought.length).toBe(before + 1)
    reconnectLinks()
    expect(viewer.snapshot).toMatchObject({ kind: 'watching', connection: 'live' })
    expect(openOf(host).guests).toMatchObject([{ state: 'watching' }])
    expect(host.snapshot).not.toMatchObject({ guests: [{ state: 'waiting' }] })
  })

  it('and opens no session at first, brings the two together once there is a new code', async () => {
    const { host, viewer } = await setUp()
    world.server.createFailure = failure('rate-limited')
    world.server.restart()
    await settle()
    expect(world.server.places).toEqual([])
    world.server.createFailure = null
    await host.renewCode()
    await settle()
    expect(world.server.places).toHaveLength(1)
    world.clock.advance(MAX_RETURN_RETRY_MS)
    await settle()
    expect(world.server.viewers.size).toBe(1)
    interruptLinks()
    reconnectLinks()
    expect(viewer.snapshot).toMatchObject({ kind: 'watching', connection: 'live' })
    expect(openOf(host).guests).toMatchObject([{ state: 'watching' }])
  })

  it('learns the same place again, and that of nobody who was not let in', async () => {
    const { host } = await setUp()
    const { places } = world.server
    expect(places).toHaveLength(1)
    world.server.restart()
    await settle()
    expect(world.server.places).toEqual(places)
    const waiting = world.viewer('waiting')
    await waiting.join(codeOf(host))
    await settle()
    expect(openOf(host).guests).toHaveLength(2)
    expect(world.server.places).toEqual(places)
  })
})

it('a viewer that comes to its place while the host’s connection is dead is known when that is back', async () => {
  const { host, viewer } = await setUp()
  const [before] = openOf(host).guests
  await away('host', () => {
    const member = memberOf('viewer')
    world.server.viewers.delete(member.id)
    member.emit('forgotten')
  })
  expect(viewer.snapshot).toMatchObject({ kind: 'watching', connection: 'live' })
  expect(openOf(host).guests).toMatchObject([{ id: before?.id, state: 'watching' }])
  expect([...world.server.admitted]).toContain(memberOf('viewer').id)
})

it('a viewer whose line breaks again and again on its way back comes back all the same', async () => {
  const { host, viewer } = await setUp()
  const [place = ''] = world.server.places
  const member = memberOf('viewer')
  world.server.viewers.delete(member.id)
  for (let attempt = 0; attempt < 20; attempt++) {
    const viewerId = `attempt-${String(attempt)}`.padEnd(22, '_')
    world.server.host?.emit('viewer:claimed', { viewerId, place })
    world.server.host?.emit('viewer:left', { viewerId, code: 'peer-gone' })
  }
  member.emit('forgotten')
  await settle()
  expect(viewer.snapshot).toMatchObject({ kind: 'watching', connection: 'live' })
  expect(openOf(host).guests).toMatchObject([{ state: 'watching' }])
  expect(world.server.removed.map(({ code }) => code)).toEqual(['peer-gone'])
  expect([...world.server.admitted]).toContain(memberOf('viewer').id)
})

it('who has claimed the place of a guest that is gone is turned away, and makes no room for others scarce', async () => {
  const { host } = await setUp()
  const [place = ''] = world.server.places
  const claimant = 'claimant'.padEnd(22, '_')
  world.server.host?.emit('viewer:claimed', { viewerId: claimant, place })
  host.disconnect(openOf(host).guests[0]?.id ?? '')
  await settle()
  expect(world.server.removed).toContainEqual({ viewerId: claimant, code: 'peer-gone' })
})

it('who comes to a place that was given up stays turned away, also when the host was away meanwhile', async () => {
  const { host } = await setUp()
  const late = 'late'.padEnd(22, '_')
  const member = memberOf('host')
  member.isAway = true
  member.emit('viewer:claimed', { viewerId: late, place: 'p'.repeat(22) })
  member.isAway = false
  member.emit('resumed', { role: 'host', members: [late, ...world.server.viewers.keys()] })
  await settle()
  expect(world.server.removed).toContainEqual({ viewerId: late, code: 'removed' })
  expect(openOf(host)).toMatchObject({ guests: [{ state: 'watching' }], notice: null })
})

it('a guest that has come back stays, also when the server still lists who it was', async () => {
  const { host, viewer } = await setUp()
  const formerId = memberOf('viewer').id
  world.server.restart()
  await settle()
  world.clock.advance(RETURN_RETRY_MS)
  await settle()
  world.server.host?.emit('resumed', { role: 'host', members: [formerId, memberOf('viewer').id] })
  await settle()
  expect(viewer.snapshot).toMatchObject({ kind: 'watching', connection: 'live' })
  expect(openOf(host).guests).toMatchObject([{ state: 'watching' }])
})

it('a guest that has come back and is lost after all is dropped by the server under its new id', async () => {
  await setUp()
  world.server.restart()
  await settle()
  world.clock.advance(RETURN_RETRY_MS)
  await settle()
  const viewerId = memberOf('viewer').id
  linkOf('host').endWith('peer-gone')
  expect(world.server.removed.at(-1)).toEqual({ viewerId, code: 'peer-gone' })
})

describe('a server alone', () => {
  const stranger = 's'.repeat(22)
  const bytes = (length: number) => Buffer.alloc(length, 7).toString('base64url')
  const say = (data: object) =>
    world.server.host?.emit('signal:received', { from: stranger, data: JSON.stringify(data) })

  it('resumes nothing: neither with tickets of its own nor with those that it has seen', async () => {
    const seen: string[] = []
    const { host, viewer } = await setUp()
    world.server.tamper = (data) => {
      seen.push(data)
      return data
    }
    memberOf('viewer').emit('interrupted')
    memberOf('viewer').emit('resumed', { role: 'viewer', members: [] })
    await settle()
    const [place = ''] = world.server.places
    world.server.host?.emit('viewer:claimed', { viewerId: stranger, place })
    say({ type: 'resume-start', nonce: bytes(16) })
    await settle()
    say({ type: 'resume-proof', received: 0, ticket: bytes(64) })
    for (const data of seen) world.server.host?.emit('signal:received', { from: stranger, data: `${data} ` })
    await settle()
    // The stranger is nobody, and the two still hear each other.
    expect(world.server.requests.filter((it) => it === 'viewer:admit')).toHaveLength(1)
    await away('viewer')
    expect(viewer.snapshot).toMatchObject({ kind: 'watching', connection: 'live' })
    expect(openOf(host).guests).toMatchObject([{ state: 'watching' }])
  })

  it('can say nothing else in the name of a guest that is away', async () => {
    const { host } = await setUp()
    const [place = ''] = world.server.places
    world.server.host?.emit('viewer:claimed', { viewerId: stranger, place })
    say({ type: 'sealed', generation: 0, frame: 'AAAA' })
    say({ type: 'pair-abort', code: 'tampered' })
    say({ type: 'nonsense' })
    await settle()
    expect(openOf(host)).toMatchObject({ guests: [{ state: 'watching' }], notice: null })
  })
})

describe('the time to come back', () => {
  it('is five minutes, after which the host refuses the right ticket, too', async () => {
    const { host, viewer } = await setUp()
    interruptLinks()
    world.clock.advance(RESUME_WINDOW_MS - 1)
    expect(openOf(host).guests).toMatchObject([{ state: 'interrupted' }])
    world.clock.advance(1)
    await settle()
    expect(openOf(host)).toMatchObject({ guests: [], notice: { kind: 'guest-lost' } })
    expect(viewer.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'peer-gone' } })
    expect(world.server.places).toEqual([])
    expect(world.links.open.size).toBe(0)
  })

  it('goes on while a device sleeps, whose timers stand still', async () => {
    const { host } = await setUp()
    interruptLinks()
    world.clock.sleep(RESUME_WINDOW_MS)
    memberOf('viewer').emit('interrupted')
    memberOf('viewer').emit('resumed', { role: 'viewer', members: [] })
    await settle()
    expect(openOf(host).guests).toEqual([])
  })

  it('is over for a viewer that slept through it as soon as it notices', async () => {
    const { viewer } = await setUp()
    linkOf('host').mute(true)
    world.clock.sleep(RESUME_WINDOW_MS)
    // Silence is noticed, and then told.
    world.clock.advance(2_500)
    await settle()
    world.clock.advance(2_500)
    expect(viewer.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'peer-gone' } })
  })

  it('ends when the host’s person calls it off', async () => {
    const { host, viewer } = await setUp()
    interruptLinks()
    host.disconnect(openOf(host).guests[0]?.id ?? '')
    await settle()
    expect(openOf(host).guests).toEqual([])
    expect(viewer.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'removed' } })
    expect(world.server.places).toEqual([])
  })
})
